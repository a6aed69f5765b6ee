/// Makes a cell's source into a module's: the last expression is shown, what awaits is waited for, and every line keeps
/// the number and the columns that it has in the notebook.
struct CellRewriter {
  /// The name by which diagnostics and traps call the notebook.
  let fileName: String

  /// The module's source.
  ///
  /// - Parameters:
  ///   - source: The cell as written.
  ///   - line: The notebook's line on which it begins.
  ///   - items: Its top-level items; none if it has a syntax error, which the compiler then explains.
  ///   - prologue: The lines that import what the cell sees.
  func module(source: String, line: Int, items: [TopLevelItem], prologue: [String]) -> String {
    var edits: [Edit] = []
    for item in items where item.awaits { edits += waiting(item, in: source, line: line) }
    if let last = items.last, last.kind == .expression, !last.endsWithSemicolon {
      edits.insert(opening("try CellRuntime.result {", at: last.range.lowerBound, in: source, line: line), at: 0)
      edits.append(closing(at: last.range.upperBound, in: source, line: line))
    }
    return prologue.joined(separator: "\n") + "\n" + location(line) + apply(edits, to: source) + "\n"
  }

  /// The source of a module that hands over the value of an inline expression.
  func inlineModule(_ value: Notebook.InlineValue, prologue: [String]) -> String {
    prologue.joined(separator: "\n") + "\ntry CellRuntime.inlineValue {\n" + location(value.line) + value.expression
      + "\n}\n"
  }

  // MARK: - Awaiting

  private func waiting(_ item: TopLevelItem, in source: String, line: Int) -> [Edit] {
    let wrapper = "try CellRuntime.wait {"
    switch item.kind {
    case .binding, .guarding:
      let scanner = TokenScanner(source)
      let clauses = clauses(of: item, tokens: scanner.tokens(in: item.range))
      var edits = clauses.flatMap { clause in
        [
          opening(
            " " + wrapper, at: clause.range.lowerBound, in: source, line: line,
            then: clause.needsAwait ? "try await" : ""),
          closing(at: clause.range.upperBound, in: source, line: line),
        ]
      }
      if item.text.hasPrefix("async ") {
        edits.insert(Edit(offset: item.range.lowerBound, removed: 5, inserted: "     "), at: 0)
      }
      return edits
    default:
      return [
        opening(wrapper, at: item.range.lowerBound, in: source, line: line),
        closing(at: item.range.upperBound, in: source, line: line),
      ]
    }
  }

  /// An initial value or a condition that awaits.
  private struct Clause {
    var range: Range<Int>
    /// `async let` awaits without saying so.
    var needsAwait: Bool
  }

  private func clauses(of item: TopLevelItem, tokens: [TokenScanner.Token]) -> [Clause] {
    let isAsyncLet = item.text.hasPrefix("async ")
    var clauses: [Clause] = []
    var depth = 0
    var start: Int?
    var awaits = false
    var end = item.range.lowerBound
    func finish() -> Clause? {
      guard let start, awaits || isAsyncLet, start < end else { return nil }
      return Clause(range: start..<end, needsAwait: isAsyncLet && !awaits)
    }
    for token in tokens {
      if depth == 0 {
        if token.kind == .word("else"), item.kind == .guarding { break }
        if token.kind == .comma {
          finish().map { clauses.append($0) }
          (start, awaits) = (item.kind == .guarding ? token.range.upperBound : nil, false)
          continue
        }
        if token.kind == .operator("=") {
          start = token.range.upperBound
          continue
        }
        if token.kind == .word("guard") { start = token.range.upperBound }
      }
      if token.kind == .open { depth += 1 }
      if token.kind == .close { depth -= 1 }
      if token.kind == .word("await") { awaits = true }
      end = token.range.upperBound
    }
    finish().map { clauses.append($0) }
    return clauses
  }

  // MARK: - Edits that keep lines and columns

  private struct Edit {
    var offset: Int
    var removed = 0
    var inserted: String
  }

  private func opening(
    _ text: String, at offset: Int, in source: String, line: Int, then extra: String = ""
  ) -> Edit {
    Edit(offset: offset, inserted: text + "\n" + padding(to: offset, in: source, line: line) + extra)
  }

  private func closing(at offset: Int, in source: String, line: Int) -> Edit {
    Edit(offset: offset, inserted: "\n}\n" + padding(to: offset, in: source, line: line))
  }

  /// The compiler's note of the place at `offset`, and as many spaces as stand before it on its line.
  private func padding(to offset: Int, in source: String, line: Int) -> String {
    let before = source.utf8.prefix(offset)
    let lineBreaks = before.count { $0 == UInt8(ascii: "\n") }
    let lastBreak = before.lastIndex(of: UInt8(ascii: "\n")).map { before.index(after: $0) } ?? before.startIndex
    let column = before.distance(from: lastBreak, to: before.endIndex)
    return location(line + lineBreaks) + String(repeating: " ", count: column)
  }

  private func location(_ line: Int) -> String { "#sourceLocation(file: \"\(fileName)\", line: \(line))\n" }

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
