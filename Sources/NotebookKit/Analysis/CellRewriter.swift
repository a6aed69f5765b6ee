/// Rewrites a cell's source as a module: the last expression is shown, `await` blocks, and every line keeps its columns
/// and its number, counted from the line at which the cell is said to begin.
package struct CellRewriter {
  /// The notebook's name in diagnostics and traps.
  let fileName: String

  package init(fileName: String) { self.fileName = fileName }

  /// The module's source.
  ///
  /// - Parameters:
  ///   - cell: The cell as written.
  ///   - line: The compiler's number of its first line.
  ///   - items: Its top-level items; empty if it has a syntax error, which the compiler then explains.
  ///   - prologue: The lines that import the names visible to the cell.
  ///   - definers: The modules of the earlier variables of the names that the cell binds by `guard`.
  ///   - foreignTypes: The types of earlier cells that the cell extends.
  package func module(
    source cell: String, line: Int, items: [TopLevelItem], prologue: [String], definers: [String: String] = [:],
    foreignTypes: Set<String> = []
  ) -> String {
    let source = AccessModifiers.blank(cell)
    let bytes = Array(source.utf8)
    var edits: [Edit] = []
    for (index, item) in items.enumerated() {
      let end = index + 1 < items.count ? items[index + 1].range.lowerBound : bytes.count
      let rest = bytes[item.range.upperBound..<max(end, item.range.upperBound)]
      if item.kind == .guarding, !item.names.isEmpty, !item.repeatsName(of: items[..<index]) {
        edits += binding(item, in: source, line: line, definers: definers) + semicolon(in: rest)
      } else if item.awaits {
        let parts = waiting(item, in: source, line: line)
        edits += parts
        if parts.last?.offset == item.range.upperBound { edits += semicolon(in: rest) }
      } else if let type = item.extendedType, foreignTypes.contains(type) {
        edits += initializers(of: item, in: source, line: line)
      }
    }
    if let last = items.last, last.kind == .expression, !last.endsWithSemicolon {
      edits.insert(opening("try CellRuntime.result {", at: last.range.lowerBound, in: source, line: line), at: 0)
      edits.append(closing(at: last.range.upperBound, in: source, line: line))
    }
    return head(prologue) + location(line) + apply(edits, to: source) + "\n"
  }

  /// The source of a module of parameters, one per line. Their values come when it runs.
  ///
  /// - Parameters:
  ///   - line: The line of the first for the compiler.
  ///   - handle: A declaration that every module has.
  package func module(_ parameters: [Parameter], line: Int, handle: String) -> String {
    head(["import Display", handle]) + location(line) + parameters.source
  }

  /// The source of a module that passes the value of an inline expression.
  package func inlineModule(_ expression: String, line: Int, prologue: [String]) -> String {
    head(prologue) + "try CellRuntime.inlineValue {\n" + location(line) + expression + "\n}\n"
  }

  /// The imports, in lines that were generated.
  private func head(_ prologue: [String]) -> String {
    Self.nobodysLine + prologue.joined(separator: "\n") + "\n"
  }

  /// The line before lines that were generated.
  static let nobodysLine = "#sourceLocation(file: \"(imports)\", line: 1)\n"

  // MARK: - Guards

  /// A name bound by a `guard` at a cell's top level is not a variable of its module; it becomes one, so later cells
  /// see it.
  ///
  /// In `guard let n`, as in `guard let n = n`, the second `n` is an earlier cell's, which the surrounding scope names.
  private func binding(
    _ item: TopLevelItem, in source: String, line: Int, definers: [String: String]
  ) -> [Edit] {
    let names = item.names.map(\.name.quoted).joined(separator: ", ")
    var head = "let (\(names)) = try CellRuntime.\(item.awaits ? "wait" : "evaluate") {"
    var tail = "\nreturn (\(names))\n}\n"
    let earlier = item.names.map(\.name).filter { item.readsEarlier($0) }
    for name in earlier { if let module = definers[name] { head += " let \(name.quoted) = \(module).\(name.quoted);" } }
    if head.hasSuffix(";") {
      head += " do {"
      tail = tail.replacing("\n}\n", with: "\n}}\n")
    }
    let end = item.range.upperBound
    return [
      opening(head, at: item.range.lowerBound, in: source, line: line),
      Edit(offset: end, inserted: tail + padding(to: end, in: source, line: line)),
    ]
  }

  // MARK: - Awaiting

  private func waiting(_ item: TopLevelItem, in source: String, line: Int) -> [Edit] {
    let wrapper = "try CellRuntime.wait {"
    guard item.kind == .binding else {
      return [
        opening(wrapper, at: item.range.lowerBound, in: source, line: line),
        closing(at: item.range.upperBound, in: source, line: line),
      ]
    }
    let isAsyncLet = item.text.hasPrefix("async ")
    let values = initialValues(of: item, in: source)
    var edits = values.flatMap { value in
      // On a separate line, the comma before the next binding would start a statement.
      let isFollowed = value.upperBound < item.range.upperBound
      return [
        opening(
          " " + wrapper, at: value.lowerBound, in: source, line: line, then: isAsyncLet ? "try await" : ""),
        isFollowed
          ? Edit(offset: value.upperBound, inserted: " }") : closing(at: value.upperBound, in: source, line: line),
      ]
    }
    if isAsyncLet { edits.insert(Edit(offset: item.range.lowerBound, removed: 5, inserted: "     "), at: 0) }
    return edits
  }

  /// The positions of a binding's initial values that await; an `async let` awaits without saying so.
  private func initialValues(of item: TopLevelItem, in source: String) -> [Range<Int>] {
    let isAsyncLet = item.text.hasPrefix("async ")
    var values: [Range<Int>] = []
    var depth = 0
    var start: Int?
    var awaits = isAsyncLet
    var end = item.range.lowerBound
    func finish() { if let start, awaits, start < end { values.append(start..<end) } }
    let swift = SwiftSource(source)
    let tokens = swift.code(in: item.range)
    for (index, token) in zip(tokens.indices, tokens) {
      if depth == 0, token.kind == .comma, beginsBinding(tokens[(index + 1)...]) {
        finish()
        (start, awaits) = (nil, isAsyncLet)
      } else if depth == 0, token.kind == .assignment {
        start = token.range.upperBound
      }
      if token.kind.opensGroup { depth += 1 }
      if token.kind.closesGroup { depth -= 1 }
      if token.kind == .keyword, swift.text(of: token) == "await" { awaits = true }
      end = token.range.upperBound
    }
    finish()
    return values
  }

  /// True if the comma before some tokens separates two bindings, as in `let a = 1, b = 2`, and not two generic
  /// arguments.
  private func beginsBinding(_ tokensAfterComma: ArraySlice<SwiftToken>) -> Bool {
    var depth = 0
    for token in tokensAfterComma {
      if token.kind.opensGroup { depth += 1 }
      if token.kind.closesGroup { depth -= 1 }
      guard depth == 0, !token.kind.closesGroup, !token.kind.isWord else { continue }
      return token.kind == .assignment || token.kind == .colon
    }
    return false
  }

  // MARK: - Edits that keep lines and columns

  struct Edit {
    var offset: Int
    var removed = 0
    var inserted: String
  }

  /// Blanks the semicolon that ends an item: on a separate line it would be an empty statement, which Swift does not
  /// have.
  ///
  /// - Parameter rest: The source from the item's end to the next item.
  private func semicolon(in rest: ArraySlice<UInt8>) -> [Edit] {
    let next = SwiftSource(String(decoding: rest, as: UTF8.self)).code.first
    guard let next, next.kind == .semicolon else { return [] }
    return [Edit(offset: rest.startIndex + next.range.lowerBound, removed: 1, inserted: " ")]
  }

  private func opening(
    _ text: String, at offset: Int, in source: String, line: Int, then extra: String = ""
  ) -> Edit {
    Edit(offset: offset, inserted: text + "\n" + padding(to: offset, in: source, line: line) + extra)
  }

  private func closing(at offset: Int, in source: String, line: Int) -> Edit {
    Edit(offset: offset, inserted: "\n}\n" + padding(to: offset, in: source, line: line))
  }

  /// The compiler's note of the position at `offset`, and as many spaces as are before it on its line.
  func padding(to offset: Int, in source: String, line: Int) -> String {
    let place = place(of: offset, in: source, line: line)
    return location(place.line) + String(repeating: " ", count: place.column)
  }

  /// The line of an offset for the compiler, and the number of bytes before it on that line.
  func place(of offset: Int, in source: String, line: Int) -> (line: Int, column: Int) {
    let before = source.utf8.prefix(offset)
    let lineBreaks = before.count { $0 == UInt8(ascii: "\n") }
    let lastBreak = before.lastIndex(of: UInt8(ascii: "\n")).map { before.index(after: $0) } ?? before.startIndex
    return (line + lineBreaks, before.distance(from: lastBreak, to: before.endIndex))
  }

  func location(_ line: Int) -> String {
    let file = fileName.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "#sourceLocation(file: \"\(file)\", line: \(line))\n"
  }

  private func apply(_ edits: [Edit], to source: String) -> String {
    let bytes = Array(source.utf8)
    var result: [UInt8] = []
    var place = 0
    for edit in edits.enumerated().sorted(by: { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }) {
      result += bytes[place..<edit.element.offset]
      result += Array(edit.element.inserted.utf8)
      place = edit.element.offset + edit.element.removed
    }
    result += bytes[place...]
    return String(decoding: result, as: UTF8.self)
  }
}

extension TopLevelItem {
  /// True if one of its names is a variable of earlier items of the cell. A `guard` may then hide it from the lines that
  /// follow, but no second variable of the module can have the name.
  fileprivate func repeatsName(of items: ArraySlice<TopLevelItem>) -> Bool {
    let earlier = Set(items.flatMap(\.names).map(\.name))
    return names.contains { earlier.contains($0.name) }
  }

  /// True if the conditions of a `guard` read a variable that has the name of one which they bind.
  fileprivate func readsEarlier(_ name: String) -> Bool {
    let source = SwiftSource(text)
    let conditions = source.code.prefix { source.text(of: $0) != "else" }
    for (index, token) in conditions.enumerated().dropFirst() where token.kind.isWord {
      guard source.text(of: token).filter({ $0 != "`" }) == name else { continue }
      let isBound = ["let", "var"].contains(source.text(of: conditions[index - 1]))
      let next = index + 1 < conditions.count ? conditions[index + 1].kind : .comma
      if isBound ? next == .comma : conditions[index - 1].kind != .dot { return true }
    }
    return false
  }
}

extension String {
  /// The name in backticks, which any name may have.
  fileprivate var quoted: String { "`\(self)`" }
}
