/// Takes TeX out of Markdown before cmark sees it, so that `_` and `\` in it mean what they mean in TeX.
///
/// By Pandoc's rules: `$…$` with no blank just inside, no digit after; `$$…$$` may run over lines. Code is left alone.
struct MathGuard {
  /// The Markdown with a placeholder for each formula.
  private(set) var markdown = ""
  private(set) var formulas: [Formula] = []
  /// What each placeholder replaced.
  private(set) var replacements: [SourceMap.Replacement] = []

  /// The characters around a formula's number in its placeholder.
  private let marks: Marks

  /// - Parameters:
  ///   - text: The Markdown as written.
  ///   - codeLines: The lines of blocks of code, from 1, in order; formulas stand in none of them.
  init(_ text: String, codeLines: [ClosedRange<Int>]) {
    marks = Marks(unusedIn: text)
    guard text.utf8.contains(UInt8(ascii: "$")) else {
      markdown = text
      return
    }
    var code = codeLines[...]
    var paragraph = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      while let block = code.first, block.upperBound <= index { code.removeFirst() }
      let isCode = code.first?.contains(index + 1) ?? false
      if isCode || line.allSatisfy({ " \t>".contains($0) }) {
        flush(&paragraph)
        markdown += line + "\n"
      } else {
        paragraph += line + "\n"
      }
    }
    flush(&paragraph)
    if markdown.hasSuffix("\n") { markdown.removeLast() }
  }

  // MARK: Formulas in what cmark made of the text

  /// A part of a text that cmark parsed.
  enum Piece: Equatable {
    case text(Substring)
    case formula(Formula)
  }

  /// A text of cmark's tree parted at the placeholders.
  func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    // By scalars: a mark that joins a placeholder's end to one character must not hide it.
    while let start = rest.unicodeScalars.firstIndex(of: marks.opening) {
      if start > rest.startIndex { pieces.append(.text(rest[..<start])) }
      let inner = rest[rest.unicodeScalars.index(after: start)...]
      guard let end = inner.unicodeScalars.firstIndex(of: marks.closing), let index = Int(inner[..<end]),
        formulas.indices.contains(index)
      else {
        rest = inner
        continue
      }
      pieces.append(.formula(formulas[index]))
      rest = inner[inner.unicodeScalars.index(after: end)...]
    }
    if !rest.isEmpty { pieces.append(.text(rest)) }
    return pieces
  }

  /// A text of cmark's tree with formulas as they were written: code, addresses and HTML have none.
  func restored(_ text: String) -> String {
    guard !formulas.isEmpty, text.unicodeScalars.contains(marks.opening) else { return text }
    return pieces(of: text).map { piece in
      switch piece {
      case .text(let text): String(text)
      case .formula(let formula): formula.source
      }
    }
    .joined()
  }

  // MARK: Scanning

  /// Scans one paragraph, which formulas do not leave, and moves it to the result.
  private mutating func flush(_ paragraph: inout String) {
    defer { paragraph = "" }
    guard paragraph.contains("$") else {
      markdown += paragraph
      return
    }
    let characters = Array(paragraph)
    var index = 0
    while index < characters.count {
      let character = characters[index]
      switch character {
      case "\\" where index + 1 < characters.count:
        markdown.append(character)
        markdown.append(characters[index + 1])
        index += 2
      case "`":
        let end = endOfCode(in: characters, from: index)
        markdown += String(characters[index..<end])
        index = end
      case "$":
        if let end = takeFormula(in: characters, from: index) {
          index = end
        } else {
          markdown.append(character)
          index += 1
        }
      default:
        markdown.append(character)
        index += 1
      }
    }
  }

  /// The index after a code span, or after the run of backticks if it opens none.
  private func endOfCode(in characters: [Character], from start: Int) -> Int {
    func run(_ index: Int) -> Int { characters[index...].prefix { $0 == "`" }.count }
    let length = run(start)
    var index = start + length
    while index < characters.count {
      guard characters[index] == "`" else {
        index += 1
        continue
      }
      let other = run(index)
      if other == length { return index + length }
      index += other
    }
    return start + length
  }

  private mutating func takeFormula(in characters: [Character], from start: Int) -> Int? {
    let isDisplayed = start + 1 < characters.count && characters[start + 1] == "$"
    let first = start + (isDisplayed ? 2 : 1)
    guard first < characters.count else { return nil }
    if !isDisplayed, characters[first].isWhitespace { return nil }
    var index = first
    while index < characters.count {
      if characters[index] == "\\" {
        index += 2
        continue
      }
      // Code begins where a formula did not end.
      if characters[index] == "`", !isDisplayed { return nil }
      if characters[index] == "$" {
        let next = index + 1 < characters.count ? characters[index + 1] : " "
        if isDisplayed { return next == "$" ? take(characters[start..<(index + 2)], marks: 2) : nil }
        let isClosing = index > first && !characters[index - 1].isWhitespace && !("0"..."9").contains(next)
        return isClosing ? take(characters[start..<(index + 1)], marks: 1) : nil
      }
      index += 1
    }
    return nil
  }

  /// Puts a placeholder for a formula between `count` dollars on each side; returns the index below it.
  private mutating func take(_ written: ArraySlice<Character>, marks count: Int) -> Int {
    let source = String(written)
    let placeholder = "\(marks.opening)\(formulas.count)\(marks.closing)"
    replacements.append(
      SourceMap.Replacement(
        offset: markdown.utf8.count, length: placeholder.utf8.count, sourceLength: source.utf8.count,
        lineEnds: source.utf8.count { $0 == UInt8(ascii: "\n") }))
    markdown += placeholder
    let lines = source.dropFirst(count).dropLast(count).split(separator: "\n", omittingEmptySubsequences: false)
    let unquoted = [lines[0]] + lines.dropFirst().map { $0.trimmingPrefix(/[ \t]*>[ \t]?/) }
    formulas.append(Formula(tex: unquoted.joined(separator: "\n"), isDisplayed: count == 2))
    return written.endIndex
  }

  /// Two private code points of the last plane that the text does not hold.
  private struct Marks {
    let opening: Unicode.Scalar
    let closing: Unicode.Scalar

    init(unusedIn text: String) {
      let used = Set(text.unicodeScalars.lazy.filter { $0.value >= 0x10_F800 })
      let free = (0x10_F8F0...0x10_FFFD).lazy.compactMap { Unicode.Scalar($0 as UInt32) }.filter { !used.contains($0) }
      opening = free.first ?? "\u{10F8F0}"
      closing = free.dropFirst().first ?? "\u{10F8F1}"
    }
  }
}
