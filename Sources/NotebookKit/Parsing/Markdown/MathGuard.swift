/// Takes TeX out of Markdown before cmark sees it, so that `_` and `\` in it mean what they mean in TeX.
///
/// ``FormulaScanner`` says what a formula is. No formula leaves the paragraph, the heading or the row of a table in which
/// it begins; which these are, cmark's tree tells.
struct MathGuard {
  /// The Markdown with a placeholder for each formula.
  private(set) var markdown = ""
  private(set) var formulas: [(formula: Formula, lines: ClosedRange<Int>)] = []
  /// What each placeholder replaced.
  private(set) var replacements: [SourceMap.Replacement] = []

  /// The characters around a formula's number in its placeholder.
  private let marks: Marks
  private let kinds: Kinds

  enum Kinds { case displayed, all }

  /// - Parameters:
  ///   - text: The Markdown as written.
  ///   - codeLines: The lines of blocks of code, from 1, in order; formulas stand in none of them.
  ///   - leafLines: The first lines of paragraphs, headings and rows of tables.
  ///   - kinds: The formulas to take. Displayed ones come first, since their lines may look like those of lists.
  init(_ text: String, codeLines: [ClosedRange<Int>], leafLines: Set<Int> = [], kinds: Kinds = .all) {
    marks = Marks(unusedIn: text)
    self.kinds = kinds
    guard FormulaScanner.mayHaveFormulas(text) else {
      markdown = text
      return
    }
    var code = codeLines[...]
    var paragraph: [UInt8] = []
    var firstLine = 1
    // The last line of a displayed formula that holds blank lines.
    var fenceEnd = 0
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      while let block = code.first, block.upperBound <= index { code.removeFirst() }
      let isCode = code.first?.contains(index + 1) ?? false
      if index >= fenceEnd, !isCode, let end = FormulaScanner.endOfFence(in: lines, from: index) { fenceEnd = end + 1 }
      let isFenced = index < fenceEnd
      if !isFenced, isCode || line.allSatisfy({ " \t\r>".utf8.contains($0) }) {
        flush(&paragraph, firstLine)
        markdown += String(Substring(line)) + "\n"
        continue
      }
      if leafLines.contains(index + 1) { flush(&paragraph, firstLine) }
      if paragraph.isEmpty { firstLine = index + 1 }
      paragraph += line
      paragraph.append(UInt8(ascii: "\n"))
    }
    flush(&paragraph, firstLine)
    if markdown.hasSuffix("\n") { markdown.removeLast() }
  }

  // MARK: Formulas in what cmark made of the text

  /// A part of a text that cmark parsed.
  enum Piece: Equatable {
    case text(Substring)
    /// A formula with its lines in the text.
    case formula(Formula, ClosedRange<Int>)
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
      pieces.append(.formula(formulas[index].formula, formulas[index].lines))
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
      case .formula(let formula, _): formula.source + (formula.label.map { " {#\($0)}" } ?? "")
      }
    }
    .joined()
  }

  // MARK: Scanning

  /// Scans one paragraph, which formulas do not leave, and moves it to the result.
  private mutating func flush(_ paragraph: inout [UInt8], _ firstLine: Int) {
    defer { paragraph = [] }
    let lineEnds = paragraph.indices.filter { paragraph[$0] == UInt8(ascii: "\n") }
    var scanner = FormulaScanner(paragraph)
    var end = 0
    while let found = scanner.next() {
      if kinds == .displayed, !found.formula.isDisplayed, !found.formula.isBare { continue }
      markdown += String(decoding: paragraph[end..<found.range.lowerBound], as: UTF8.self)
      let first = firstLine + lineEnds.partitioningIndex { $0 >= found.range.lowerBound }
      let last = firstLine + lineEnds.partitioningIndex { $0 >= found.range.upperBound }
      take(found.formula, of: found.range.count, lines: first...last)
      end = found.range.upperBound
    }
    markdown += String(decoding: paragraph[end...], as: UTF8.self)
  }

  /// Puts a placeholder for a formula.
  private mutating func take(_ formula: Formula, of length: Int, lines: ClosedRange<Int>) {
    let placeholder = "\(marks.opening)\(formulas.count)\(marks.closing)"
    replacements.append(
      SourceMap.Replacement(
        offset: markdown.utf8.count, length: placeholder.utf8.count, sourceLength: length,
        lineEnds: lines.upperBound - lines.lowerBound))
    markdown += placeholder
    formulas.append((formula, lines))
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
