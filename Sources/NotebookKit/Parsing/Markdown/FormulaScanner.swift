/// Finds the formulas of a paragraph.
///
/// By Pandoc's rules, plus the habits of Jupyter authors: `$…$` with no blank just inside and no digit after it, unless
/// the content can only be TeX; `$$…$$` with a label, as in `$$…$$ {#eq-energy}`; environments as `align`, and
/// definitions as `\\newcommand`, that begin a line without dollars; `\\eqref{…}` and `\\ref{…}` anywhere, as MathJax has
/// them. Code is not changed.
///
/// It works on bytes, since all marks are ASCII and a paragraph may be long.
struct FormulaScanner {
  private let bytes: [UInt8]

  init(_ paragraph: [UInt8]) { bytes = paragraph }

  /// False for a text that cannot contain a formula.
  static func mayHaveFormulas(_ text: String) -> Bool {
    text.utf8.contains(UInt8(ascii: "$")) || commands.contains { text.contains($0) }
  }

  /// Maximum length of an inline formula in bytes.
  private static let longestInline = 4_000
  private static let longestDisplayed = 20_000
  private static let bareCommands = [
    "\\begin{", "\\newcommand", "\\renewcommand", "\\providecommand", "\\DeclareMathOperator", "\\def\\",
  ]
  private static let references = ["\\eqref{", "\\ref{"]
  private static let commands = bareCommands + references
  private static let environments: Set = [
    "equation", "align", "alignat", "gather", "multline", "eqnarray", "flalign", "displaymath", "math", "CD",
  ]

  /// The formula that begins at a byte, with the byte after it; nil if none does.
  func formula(at start: Int) -> (formula: Formula, end: Int)? {
    switch bytes[start] {
    case UInt8(ascii: "\\"): bare(from: start) ?? reference(from: start)
    case UInt8(ascii: "$"): isMark("$$", at: start) ? displayed(from: start) : inline(from: start)
    default: nil
    }
  }

  // MARK: Dollars

  private func displayed(from start: Int) -> (Formula, Int)? {
    var end = start + 2
    while end < bytes.count, bytes[end] != UInt8(ascii: "$") || !isMark("$$", at: end) {
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard end < bytes.count else { return nil }
    let tex = text((start + 2)..<end)
    guard let (label, labelEnd) = label(from: end + 2) else { return (Formula(tex: tex, isDisplayed: true), end + 2) }
    return (Formula(tex: tex, isDisplayed: true, label: label), labelEnd)
  }

  /// The label of a displayed formula, after it on the same line.
  private func label(from start: Int) -> (String, Int)? {
    var index = start
    while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
    guard isMark("{#", at: index), let end = bytes[index...].prefix(200).firstIndex(of: UInt8(ascii: "}")) else {
      return nil
    }
    let words = String(decoding: bytes[(index + 2)..<end], as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard let label = words.first, bytes[index + 2] != UInt8(ascii: " ") else { return nil }
    return (String(label), end + 1)
  }

  private func inline(from start: Int) -> (Formula, Int)? {
    let first = start + 1
    // A dollar within braces belongs to a text within the formula, unless the braces never close.
    guard let end = closingDollar(from: first, skipsBraces: true) ?? closingDollar(from: first, skipsBraces: false),
      end > first
    else { return nil }
    return (Formula(tex: text(first..<end), isDisplayed: false), end + 1)
  }

  /// The dollar that ends a formula within a line; nil if the next one does not.
  private func closingDollar(from first: Int, skipsBraces: Bool) -> Int? {
    var depth = 0
    var index = first
    let limit = min(bytes.count, first + Self.longestInline)
    while index < limit {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      // Code begins where a formula remained unclosed.
      case UInt8(ascii: "`"): return nil
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth = max(0, depth - 1)
      case UInt8(ascii: "$") where !skipsBraces || depth == 0: return isClosing(index, from: first) ? index : nil
      default: break
      }
      index += 1
    }
    return nil
  }

  private func isClosing(_ end: Int, from first: Int) -> Bool {
    guard end > first else { return false }
    if end + 1 < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[end + 1]) { return false }
    let isTight = !isBlank(bytes[first]) && !isBlank(bytes[end - 1])
    if isTight { return true }
    let content = bytes[first..<end]
    if content.allSatisfy(isBlank) { return false }
    return content.contains { "\\^_=".utf8.contains($0) } || isAlone(first - 1, end)
  }

  /// True if nothing but a formula is in the paragraph.
  private func isAlone(_ opening: Int, _ closing: Int) -> Bool {
    bytes[..<opening].allSatisfy(isBlank) && bytes[(closing + 1)...].allSatisfy(isBlank)
  }

  // MARK: Without dollars

  /// A reference to a numbered formula, within a sentence.
  private func reference(from start: Int) -> (Formula, Int)? {
    guard let command = Self.references.first(where: { isMark($0, at: start) }) else { return nil }
    let label = bytes[(start + command.utf8.count)...].prefix(100).prefix { !"{}\\$`\n".utf8.contains($0) }
    guard !label.isEmpty, bytes[label.endIndex...].first == UInt8(ascii: "}") else { return nil }
    let end = label.endIndex + 1
    return (Formula(tex: text(start..<end), isDisplayed: false, isBare: true), end)
  }

  /// An environment or definitions that begin a line.
  private func bare(from start: Int) -> (Formula, Int)? {
    guard Self.bareCommands.contains(where: { isMark($0, at: start) }), beginsLine(start) else { return nil }
    guard isMark("\\begin{", at: start) else { return definitions(from: start) }
    guard let nameEnd = bytes[start...].prefix(40).firstIndex(of: UInt8(ascii: "}")) else { return nil }
    let name = String(decoding: bytes[(start + 7)..<nameEnd], as: UTF8.self)
    guard Self.environments.contains(name.hasSuffix("*") ? String(name.dropLast()) : name) else { return nil }
    let closing = "\\end{\(name)}"
    var end = nameEnd
    let limit = min(bytes.count, start + Self.longestDisplayed)
    while end < limit, bytes[end] != UInt8(ascii: "\\") || !isMark(closing, at: end) { end += 1 }
    guard end < limit else { return nil }
    end += closing.utf8.count
    return (Formula(tex: text(start..<end), isDisplayed: true, isBare: true), end)
  }

  /// The definitions from a line on, to the end of the line that closes their braces.
  private func definitions(from start: Int) -> (Formula, Int)? {
    var depth = 0
    var end = start
    while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "\\"): end += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "$") where depth == 0: return nil
      case UInt8(ascii: "\n") where depth == 0:
        return (Formula(tex: text(start..<end), isDisplayed: false, isBare: true), end)
      default: break
      }
      end += 1
    }
    return nil
  }

  /// True if only the marks of quotations and lists are before a byte in its line.
  private func beginsLine(_ index: Int) -> Bool {
    let before = bytes[..<index].reversed().prefix { $0 != UInt8(ascii: "\n") }
    return before.allSatisfy { " \t>-*+".utf8.contains($0) }
  }

  // MARK: Fences

  /// The last line of a displayed formula that starts with `$$` alone on a line. It may contain blank lines, unless
  /// there is a heading or an inline formula among them.
  static func endOfFence(in lines: [Substring.UTF8View], from first: Int) -> Int? {
    guard content(lines[first]).elementsEqual("$$".utf8) else { return nil }
    var holdsBlankLine = false
    for index in lines.indices.dropFirst(first + 1).prefix(100) {
      let line = content(lines[index])
      if let dollar = line.firstIndex(of: UInt8(ascii: "$")) {
        if line[dollar...].starts(with: "$$".utf8) { return index }
        // Such text is prose. A line of a formula may hold dollars in a text.
        if holdsBlankLine { return nil }
      }
      if line.isEmpty { holdsBlankLine = true }
      if line.first == UInt8(ascii: "#") || line.first == UInt8(ascii: "`") { return nil }
    }
    return nil
  }

  /// A line without blanks around it and the marks of quotations before it.
  private static func content(_ line: Substring.UTF8View) -> Substring.UTF8View {
    let start = line.drop { " \t>".utf8.contains($0) }
    var end = start.endIndex
    while end > start.startIndex, " \t\r".utf8.contains(start[start.index(before: end)]) {
      end = start.index(before: end)
    }
    return start[..<end]
  }

  // MARK: Bytes

  /// The index after a code span, or after the run of backticks if it opens none.
  func endOfCode(from start: Int) -> Int {
    func run(_ index: Int) -> Int { bytes[index...].prefix { $0 == UInt8(ascii: "`") }.count }
    let length = run(start)
    var index = start + length
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let other = run(index)
      if other == length { return index + length }
      index += other
    }
    return start + length
  }

  private func isMark(_ mark: String, at index: Int) -> Bool {
    index < bytes.count && bytes[index...].starts(with: mark.utf8)
  }

  private func isBlank(_ byte: UInt8) -> Bool { " \t\n\r".utf8.contains(byte) }

  /// The TeX of some bytes, without the marks of quotations that contain it.
  private func text(_ range: Range<Int>) -> String {
    let lines = String(decoding: bytes[range], as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let unquoted = [lines[0]] + lines.dropFirst().map { $0.trimmingPrefix(/[ \t]*>[ \t]?/) }
    return unquoted.joined(separator: "\n")
  }
}
