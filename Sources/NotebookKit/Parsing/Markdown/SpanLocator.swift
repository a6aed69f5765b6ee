/// Finds where the code spans and references of cmark's tree are in the text.
///
/// cmark's columns are off in continued lines of lists and quotations and below link definitions, so they only choose
/// among positions where the text contains the span. The content of a code span or a code block is never confused with
/// another span.
struct SpanLocator {
  private let map: SourceMap
  /// The lines of the positions below, which were scanned last.
  private var lines: ClosedRange<Int>?
  private var codeSpans: [String: Places] = [:]
  private var references: [String: Places] = [:]

  /// The positions of equal texts, each of which is returned once.
  private struct Places {
    struct Place {
      /// The returned bytes.
      var range: Range<Int>
      /// The byte that cmark may name.
      var start: Int
      /// True if a backslash makes it text.
      var isEscaped = false
    }

    private var places: [Place] = []
    private var indices: [Int: Int] = [:]
    private var isTaken: [Bool] = []
    private var next = 0

    mutating func add(_ place: Place) {
      indices[place.start] = places.count
      places.append(place)
      isTaken.append(false)
    }

    /// The position that begins at `guess`, else the first that is left.
    mutating func take(_ guess: Int?) -> Place? {
      if let index = guess.flatMap({ indices[$0] }), !isTaken[index] {
        isTaken[index] = true
        return places[index]
      }
      while next < places.count {
        defer { next += 1 }
        if !isTaken[next] {
          isTaken[next] = true
          return places[next]
        }
      }
      return nil
    }
  }

  init(_ map: SourceMap) { self.map = map }

  /// The bytes of a code span in the parsed text, including its backticks; each position is returned once.
  ///
  /// - Parameters:
  ///   - literal: The span's text as cmark has it.
  ///   - guess: The first byte of its text by cmark's line and column.
  ///   - lines: The lines of the enclosing block.
  mutating func codeSpan(_ literal: String, guess: Int?, in lines: ClosedRange<Int>) -> Range<Int>? {
    scan(lines)
    return codeSpans[Self.key(literal.utf8)]?.take(guess)?.range
  }

  /// The bytes of a reference in the parsed text, from its `@`, and whether a backslash makes it text; nil if the
  /// position is unknown.
  mutating func reference(
    _ label: String, guess: Int?, in lines: ClosedRange<Int>
  ) -> (range: Range<Int>, isEscaped: Bool)? {
    scan(lines)
    return references[label]?.take(guess).map { ($0.range, $0.isEscaped) }
  }

  // MARK: Scanning

  private mutating func scan(_ lines: ClosedRange<Int>) {
    if self.lines == lines { return }
    self.lines = lines
    codeSpans = [:]
    references = [:]
    let bytes = map.bytes
    let range = map.bytes(ofLines: lines)
    var runs = Self.runs(bytes, range)
    var index = range.lowerBound
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "\\"):
        if index + 1 < range.upperBound, bytes[index + 1] == UInt8(ascii: "@") {
          addReference(at: index + 1, in: range, isEscaped: true)
        }
        index += 2
      case UInt8(ascii: "`"):
        let length = bytes[index..<range.upperBound].prefix { $0 == UInt8(ascii: "`") }.count
        let content = index + length
        while let run = runs[length]?.last, run < content { runs[length]?.removeLast() }
        guard let end = runs[length]?.last else {
          index = content
          continue
        }
        codeSpans[Self.key(bytes[content..<end]), default: Places()].add(
          .init(range: index..<(end + length), start: content))
        index = end + length
      case UInt8(ascii: "@"):
        let isInWord = index > range.lowerBound && Self.isWordPart(bytes[index - 1])
        if !isInWord { addReference(at: index, in: range, isEscaped: false) }
        index += 1
      default: index += 1
      }
    }
  }

  private mutating func addReference(at index: Int, in range: Range<Int>, isEscaped: Bool) {
    // A label is short; the text after it may be the rest of the notebook.
    let rest = String(decoding: map.bytes[(index + 1)..<min(range.upperBound, index + 400)], as: UTF8.self)
    let label = String(rest.unicodeScalars.prefix(CrossReferenceSyntax.length(ofLabelIn: rest.unicodeScalars)))
    if label.isEmpty { return }
    references[label, default: Places()].add(
      .init(range: index..<(index + 1 + label.utf8.count), start: index, isEscaped: isEscaped))
  }

  private static func isWordPart(_ byte: UInt8) -> Bool {
    byte < 0x80 && CrossReferenceSyntax.isWordPart(Unicode.Scalar(byte))
  }

  /// The runs of backticks by length, the last one first.
  private static func runs(_ bytes: [UInt8], _ range: Range<Int>) -> [Int: [Int]] {
    var runs: [Int: [Int]] = [:]
    var end = range.upperBound
    while let last = bytes[range.lowerBound..<end].lastIndex(of: UInt8(ascii: "`")) {
      let run = bytes[range.lowerBound...last].reversed().prefix { $0 == UInt8(ascii: "`") }.count
      end = last + 1 - run
      runs[run, default: []].append(end)
    }
    return runs
  }

  /// The text of a code span without additions of containers and tables, and without parts that cmark removes: line
  /// ends with quotation marks, outer blanks, and backslashes before bars.
  private static func key(_ text: some Sequence<UInt8>) -> String {
    String(decoding: text.filter { !" \t\n>\\".utf8.contains($0) }, as: UTF8.self)
  }
}
