/// Replaces syntax that cmark does not know before cmark reads the text, so `_` and `\` in a formula keep their meaning
/// in TeX, and colons separate paragraphs.
///
/// ``SubstituteScanner`` defines formulas and attributes. None crosses the paragraph, the heading or
/// the table row in which it begins; cmark's tree gives their extents.
struct MarkdownGuard {
  /// The Markdown with a placeholder for each substitute.
  private(set) var markdown = ""
  private(set) var substitutes: [Taken] = []
  /// A part that was taken out, with its lines, from 1, and its bytes in the text.
  struct Taken {
    var substitute: Substitute
    var lines: ClosedRange<Int>
    var source: Range<Int>
  }

  /// The parts that the placeholders replaced.
  private(set) var replacements: [SourceMap.Replacement] = []

  /// The characters around a substitute's number in its placeholder.
  private let marks: Marks
  private let kinds: Kinds
  /// The difference in bytes between the text and the Markdown so far.
  private var takenBytes = 0

  enum Kinds { case displayed, all }

  /// The unchanged text.
  init(_ text: String) {
    marks = Marks(unusedIn: "")
    kinds = .all
    markdown = text
  }

  /// - Parameters:
  ///   - text: The Markdown as written.
  ///   - codeLines: The lines of code blocks, from 1, in order; they are not changed.
  ///   - leafLines: The first lines of paragraphs, headings and rows of tables.
  ///   - blockMarks: The lines that open and close divisions, and those that start definitions.
  ///   - kinds: The formulas to take. Displayed formulas come first, because their lines may look like list items.
  init(
    _ text: String, codeLines: [ClosedRange<Int>], leafLines: Set<Int> = [], blockMarks: BlockMarks = BlockMarks(),
    kinds: Kinds = .all
  ) {
    marks = Marks(unusedIn: text)
    self.kinds = kinds
    var code = codeLines[...]
    var paragraph: [UInt8] = []
    var firstLine = 1
    // The last line of a displayed formula that contains blank lines.
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
      if let (fence, prefix) = blockMarks.fences[index + 1] {
        flush(&paragraph, firstLine)
        take(fence, behind: prefix, line: index + 1, in: line)
        continue
      }
      if leafLines.contains(index + 1) || blockMarks.definitions[index + 1] != nil { flush(&paragraph, firstLine) }
      if paragraph.isEmpty { firstLine = index + 1 }
      paragraph += line
      // cmark reads a definition as the item of a list.
      if let column = blockMarks.definitions[index + 1] {
        paragraph[paragraph.count - line.count + column] = BlockMarks.itemMark
      }
      paragraph.append(UInt8(ascii: "\n"))
    }
    flush(&paragraph, firstLine)
    if markdown.hasSuffix("\n") { markdown.removeLast() }
  }

  // MARK: Placeholders in the text nodes of cmark

  /// A part of a text that cmark parsed.
  enum Piece {
    case text(Substring)
    case taken(Taken)
  }

  /// A text of cmark's tree parted at the placeholders.
  func pieces(of text: String) -> [Piece] {
    if substitutes.isEmpty { return text.isEmpty ? [] : [.text(text[...])] }
    var pieces: [Piece] = []
    var rest = text[...]
    // By scalars: a mark that joins a placeholder's end to one character must not hide it.
    while let start = rest.unicodeScalars.firstIndex(of: marks.opening) {
      if start > rest.startIndex { pieces.append(.text(rest[..<start])) }
      let inner = rest[rest.unicodeScalars.index(after: start)...]
      guard let end = inner.unicodeScalars.firstIndex(of: marks.closing), let index = Int(inner[..<end]),
        substitutes.indices.contains(index)
      else {
        rest = inner
        continue
      }
      pieces.append(.taken(substitutes[index]))
      rest = inner[inner.unicodeScalars.index(after: end)...]
    }
    if !rest.isEmpty { pieces.append(.text(rest)) }
    return pieces
  }

  /// A text of cmark's tree with everything restored: code, addresses and HTML contain no formulas.
  func restored(_ text: String) -> String {
    guard !substitutes.isEmpty, text.unicodeScalars.contains(marks.opening) else { return text }
    return pieces(of: text).map { piece in
      switch piece {
      case .text(let text): String(text)
      case .taken(let taken): taken.substitute.source
      }
    }
    .joined()
  }

  // MARK: Scanning

  /// Scans one paragraph, which formulas do not leave, and moves it to the result.
  private mutating func flush(_ paragraph: inout [UInt8], _ firstLine: Int) {
    defer { paragraph = [] }
    let lineEnds = paragraph.indices.filter { paragraph[$0] == UInt8(ascii: "\n") }
    var end = 0
    for found in SubstituteScanner.scan(paragraph) where kinds == .all || found.substitute.isDisplayed {
      markdown += String(decoding: paragraph[end..<found.range.lowerBound], as: UTF8.self)
      let first = firstLine + lineEnds.partitioningIndex { $0 >= found.range.lowerBound }
      let last = firstLine + lineEnds.partitioningIndex { $0 >= found.range.upperBound }
      take(found.substitute, of: found.range.count, lines: first...last)
      end = found.range.upperBound
    }
    markdown += String(decoding: paragraph[end...], as: UTF8.self)
  }

  /// Replaces a line of colons by a comment, which cmark always treats as a separate block.
  private mutating func take(_ fence: DivFence, behind prefix: Int, line: Int, in text: Substring.UTF8View) {
    markdown += String(decoding: text.prefix(prefix), as: UTF8.self)
    take(.fence(fence), of: text.count - prefix, lines: line...line, around: (Self.commentStart, Self.commentEnd))
    markdown += "\n"
  }

  static let commentStart = "<!--"
  static let commentEnd = "-->"

  /// Puts a placeholder. The removed bytes are those after the text written so far.
  private mutating func take(
    _ substitute: Substitute, of length: Int, lines: ClosedRange<Int>, around ends: (String, String) = ("", "")
  ) {
    let placeholder = "\(ends.0)\(marks.opening)\(substitutes.count)\(marks.closing)\(ends.1)"
    let start = markdown.utf8.count + takenBytes
    takenBytes += length - placeholder.utf8.count
    replacements.append(
      SourceMap.Replacement(
        offset: markdown.utf8.count, length: placeholder.utf8.count, sourceLength: length,
        lineEnds: lines.upperBound - lines.lowerBound))
    markdown += placeholder
    substitutes.append(Taken(substitute: substitute, lines: lines, source: start..<(start + length)))
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

extension Substitute {
  /// True for a formula whose lines may look like list items.
  fileprivate var isDisplayed: Bool {
    if case .formula(let formula) = self {
      formula.isDisplayed || formula.isBare && !formula.isReference
    } else {
      false
    }
  }
}
