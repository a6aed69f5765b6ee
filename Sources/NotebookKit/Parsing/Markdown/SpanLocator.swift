/// Finds where the code spans and references of cmark's tree stand in the text.
///
/// cmark's columns are off in continued lines of lists and quotations and below link definitions, so they only choose
/// between places of which the text itself says that they hold the span. What stands inside a code span or a code block
/// is never taken for another one.
struct SpanLocator {
  private let map: SourceMap
  /// What may be found in the lines that were scanned last.
  private var lines: ClosedRange<Int>?
  private var codeSpans: [String: [CodeSpan]] = [:]
  private var references: [Int] = []

  private struct CodeSpan {
    /// The span with its backticks.
    var range: Range<Int>
    /// The first byte behind the backticks.
    var content: Int
  }

  init(_ map: SourceMap) { self.map = map }

  /// The bytes of the parsed text that a code span takes with its backticks; each place is given once.
  ///
  /// - Parameters:
  ///   - literal: The span's text as cmark has it.
  ///   - guess: The first byte of its text by cmark's line and column.
  ///   - lines: The lines of the block that holds it.
  mutating func codeSpan(_ literal: String, guess: Int?, in lines: ClosedRange<Int>) -> Range<Int>? {
    scan(lines)
    let key = Self.key(literal.utf8)
    guard let spans = codeSpans[key], !spans.isEmpty else { return nil }
    let index = spans.firstIndex { $0.content == guess } ?? 0
    return codeSpans[key]?.remove(at: index).range
  }

  /// The bytes of the parsed text that a reference takes, from its `@`; each place is given once.
  mutating func reference(_ literal: String, guess: Int?, in lines: ClosedRange<Int>) -> Range<Int>? {
    scan(lines)
    let text = Array(literal.utf8)
    let places = references.indices.filter { map.bytes[references[$0]...].starts(with: text) }
    guard let index = places.first(where: { references[$0] == guess }) ?? places.first else { return nil }
    let start = references.remove(at: index)
    return start..<(start + text.count)
  }

  // MARK: Scanning

  private mutating func scan(_ lines: ClosedRange<Int>) {
    if self.lines == lines { return }
    self.lines = lines
    codeSpans = [:]
    references = []
    let bytes = map.bytes
    let range = map.bytes(ofLines: lines)
    var runs = Self.runs(bytes, range)
    var index = range.lowerBound
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "`"):
        let length = bytes[index..<range.upperBound].prefix { $0 == UInt8(ascii: "`") }.count
        let content = index + length
        while let run = runs[length]?.last, run < content { runs[length]?.removeLast() }
        guard let end = runs[length]?.last else {
          index = content
          continue
        }
        codeSpans[Self.key(bytes[content..<end]), default: []].append(
          CodeSpan(range: index..<(end + length), content: content))
        index = end + length
      case UInt8(ascii: "@"):
        references.append(index)
        index += 1
      default: index += 1
      }
    }
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

  /// The text of a code span without what containers and tables put into it, or cmark takes out of it: line ends with
  /// the marks of quotations, outer blanks, and backslashes before bars.
  private static func key(_ text: some Sequence<UInt8>) -> String {
    String(decoding: text.filter { !" \t\n>\\".utf8.contains($0) }, as: UTF8.self)
  }
}
