/// Initializers in extensions of an earlier cell's struct.
///
/// Within one file such an initializer may set the struct's properties. Across modules the compiler refuses that,
/// except for an initializer that replaces another one at run time. So a declaration with an empty body is before the
/// reader's, which replaces it:
///
/// ```swift
/// dynamic init(polar r: Double) { Swift.fatalError() }
/// @_dynamicReplacement(for: init(polar:)) init(_1 r: Double) { x = r; y = 0 }
/// ```
///
/// The former is at the reader's position, so the compiler's index has the initializer under its own labels. The latter
/// contains only what follows the opening bracket of its body.
extension CellRewriter {
  /// The edits to an extension's initializers; none for those that delegate to others.
  func initializers(of item: TopLevelItem, in source: String, line: Int) -> [Edit] {
    let swift = SwiftSource(source)
    let bytes = Array(source.utf8)
    let members = SwiftSource(String(decoding: bytes[item.range], as: UTF8.self))
    let tokens = swift.code(in: item.range)
    var edits: [Edit] = []
    var depth = 0
    for index in tokens.indices {
      let token = tokens[index]
      if token.kind.opensGroup { depth += 1 }
      if token.kind.closesGroup { depth -= 1 }
      guard depth == 1, swift.text(of: token) == "init", index > 0, tokens.startIndex < index,
        tokens[index - 1].kind != .dot,
        let start = members.startOfMember(at: token.range.lowerBound - item.range.lowerBound),
        let parts = Initializer(at: index, in: swift, end: tokens.endIndex), !parts.delegates
      else { continue }
      edits.append(
        replacement(
          parts, number: edits.count, start: item.range.lowerBound + start,
          head: placeAfterAttributes(from: item.range.lowerBound + start, in: swift), in: source, bytes, line: line))
    }
    return edits
  }

  /// The position of the first token of a declaration that belongs to none of its attributes.
  private func placeAfterAttributes(from start: Int, in swift: SwiftSource) -> Int {
    var depth = 0
    var last: SwiftToken?
    for token in swift.code where token.range.lowerBound >= start {
      let hasArguments = token.kind.opensGroup && last.map { $0.range.upperBound == token.range.lowerBound } ?? false
      if depth == 0, token.kind != .attribute, !hasArguments { return token.range.lowerBound }
      if token.kind.opensGroup { depth += 1 }
      if token.kind.closesGroup { depth -= 1 }
      last = depth == 0 && token.kind == .attribute ? token : nil
    }
    return start
  }

  private func replacement(
    _ parts: Initializer, number: Int, start: Int, head: Int, in source: String, _ bytes: [UInt8], line: Int
  ) -> Edit {
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    let (own, label) = ("_\(2 * number)", "_\(2 * number + 1)")
    let empty = "{ Swift.fatalError() }\n"
    let attributes = text(start..<head)
    // A private initializer cannot be replaced.
    let modifiers = text(head..<parts.start)
    let isPrivate = modifiers.contains(/\bprivate\b/)
    let dynamic = isPrivate ? "dynamic fileprivate" : "dynamic"
    let shown = modifiers.replacing(/\bprivate\b/, with: "       ")
    func indent(_ offset: Int) -> String {
      String(repeating: " ", count: place(of: offset, in: source, line: line).column)
    }
    let firstLine = place(of: start, in: source, line: line).line
    var inserted: String
    if let first = parts.parameters.first {
      let labels = parts.parameters.map { $0.label + ":" }.joined()
      // `dynamic` is after the attributes, and no directive may be after it.
      inserted = location(firstLine - 1) + attributes + dynamic + "\n" + indent(head)
      inserted += shown + text(parts.start..<parts.bodyStart) + empty
      inserted += Self.nobodysLine + "@_dynamicReplacement(for: init(\(labels))) "
      inserted += text(start..<first.place.lowerBound) + label
      inserted += first.hasName ? "" : " " + first.label
      inserted += text(first.place.upperBound..<parts.bodyStart)
    } else {
      // Two initializers without parameters could not be distinguished, so generated ones have one.
      let tail = text(parts.parametersEnd..<parts.bodyStart)
      inserted =
        isPrivate
        ? location(firstLine - 1) + attributes + "fileprivate\n" + indent(head) + shown
        : location(firstLine) + indent(start) + attributes + modifiers
      inserted += text(parts.start..<parts.bodyStart)
      inserted += "{ \(parts.marks)self.init(\(own): ()) }\n" + Self.nobodysLine
      inserted += "\(attributes)\(dynamic) \(shown)\(text(parts.start..<parts.parametersEnd))\(own): ()\(tail)" + empty
      inserted += "@_dynamicReplacement(for: init(\(own):)) \(text(start..<parts.parametersEnd))\(label): ()\(tail)"
    }
    let body = parts.bodyStart + 1
    return Edit(
      offset: start, removed: body - start,
      inserted: "\n" + inserted + "{\n" + padding(to: body, in: source, line: line))
  }

  /// The parts of an initializer's declaration.
  private struct Initializer {
    struct Parameter {
      var label: String
      /// The position of the label.
      var place: Range<Int>
      /// True if a separate name follows the label.
      var hasName: Bool
    }

    var parameters: [Parameter] = []
    /// The position of the word `init`.
    var start: Int
    /// The position of the bracket that ends the parameters.
    var parametersEnd: Int
    /// The position of the bracket that opens the body.
    var bodyStart: Int
    /// The marks of a call of it: `try await `.
    var marks = ""
    /// True if it sets all of itself by another initializer or an assignment.
    var delegates: Bool

    /// Reads the declaration whose `init` is the token at `index`; nil if it has no body.
    init?(at index: Int, in swift: SwiftSource, end: Int) {
      let code = swift.code
      func words(_ range: Range<Int>) -> [String] { range.map { swift.text(of: code[$0]) } }
      func closing(of opening: Int) -> Int? {
        var depth = 0
        for place in opening..<end {
          if code[place].kind.opensGroup { depth += 1 }
          if code[place].kind.closesGroup { depth -= 1 }
          if depth == 0 { return place }
        }
        return nil
      }
      guard let opening = (index..<end).first(where: { swift.text(of: code[$0]) == "(" }),
        let ending = closing(of: opening),
        let body = (ending..<end).first(where: { swift.text(of: code[$0]) == "{" }), let last = closing(of: body)
      else { return nil }
      start = code[index].range.lowerBound
      parametersEnd = code[ending].range.lowerBound
      bodyStart = code[body].range.lowerBound
      let effects = words(ending..<body).prefix { $0 != "where" }
      if effects.contains("throws") || effects.contains("rethrows") { marks += "try " }
      if effects.contains("async") { marks += "await " }
      let inner = words(body..<last)
      delegates = inner.indices.contains { place in
        inner[place] == "self" && place + 1 < inner.count
          && (inner[place + 1] == "="
            || inner[place + 1] == "." && place + 2 < inner.count && inner[place + 2] == "init")
      }
      var depth = 0
      var isFirst = true
      for place in (opening + 1)..<max(ending, opening + 1) {
        let token = code[place]
        if isFirst, depth == 0, token.kind != .attribute {
          isFirst = false
          parameters.append(
            Parameter(
              label: swift.text(of: token), place: token.range,
              hasName: place + 1 < ending && code[place + 1].kind != .colon))
        }
        if token.kind.opensGroup || swift.text(of: token) == "<" { depth += 1 }
        if token.kind.closesGroup || swift.text(of: token) == ">" { depth -= 1 }
        if depth == 0, token.kind == .comma { isFirst = true }
      }
    }
  }
}
