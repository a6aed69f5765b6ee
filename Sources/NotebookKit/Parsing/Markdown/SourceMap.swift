/// Leads from the text that cmark parsed, with placeholders for formulas, back to the text that was written.
struct SourceMap {
  /// A placeholder and what it stands for.
  struct Replacement: Equatable {
    /// The placeholder's first byte in the parsed text.
    var offset: Int
    /// The placeholder's bytes.
    var length: Int
    /// The bytes that it replaced.
    var sourceLength: Int
    /// The line ends that it replaced.
    var lineEnds: Int
  }

  /// The bytes that cmark parsed.
  let bytes: [UInt8]
  /// The first byte of each line of the parsed text.
  private let lineStarts: [Int]
  /// The lines that were written which each line of the parsed text stands for; empty if they are the same.
  private let sourceLines: [ClosedRange<Int>]
  /// From each placeholder's end on, how much further a byte stands in the text that was written.
  private let shifts: [(offset: Int, shift: Int)]

  init(_ text: String, _ replacements: [Replacement]) {
    bytes = Array(text.utf8)
    lineStarts = [0] + bytes.indices.lazy.filter { [bytes] in bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    var shift = 0
    shifts = replacements.map { replacement in
      shift += replacement.sourceLength - replacement.length
      return (replacement.offset + replacement.length, shift)
    }
    sourceLines = Self.sourceLines(replacements, lineStarts)
  }

  private static func sourceLines(_ replacements: [Replacement], _ lineStarts: [Int]) -> [ClosedRange<Int>] {
    guard replacements.contains(where: { $0.lineEnds > 0 }) else { return [] }
    var rest = replacements[...]
    var line = 1
    return lineStarts.indices.map { index in
      let end = index + 1 < lineStarts.count ? lineStarts[index + 1] : Int.max
      let first = line
      while let next = rest.first, next.offset < end {
        line += next.lineEnds
        rest.removeFirst()
      }
      defer { line += 1 }
      return first...line
    }
  }

  /// The lines that were written for a line of the parsed text, from 1.
  func sourceLines(ofLine line: Int) -> ClosedRange<Int> {
    sourceLines.indices.contains(line - 1) ? sourceLines[line - 1] : line...line
  }

  /// The bytes that were written for a range of the parsed text that begins and ends outside placeholders.
  func source(of range: Range<Int>) -> Range<Int> {
    (range.lowerBound + shift(at: range.lowerBound))..<(range.upperBound + shift(at: range.upperBound))
  }

  private func shift(at offset: Int) -> Int {
    var (low, high) = (0, shifts.count)
    while low < high {
      let middle = (low + high) / 2
      if shifts[middle].offset <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? shifts[low - 1].shift : 0
  }

  /// The first byte of a line of the parsed text, from 1; nil for a line that there is none of.
  func start(ofLine line: Int) -> Int? { lineStarts.indices.contains(line - 1) ? lineStarts[line - 1] : nil }

  /// The line of the parsed text in which a byte stands, from 1.
  func line(of offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The bytes of some lines of the parsed text, as far as there are such lines.
  func bytes(ofLines lines: ClosedRange<Int>) -> Range<Int> {
    let start = start(ofLine: max(1, lines.lowerBound)) ?? bytes.count
    return start..<max(start, self.start(ofLine: lines.upperBound + 1) ?? bytes.count)
  }
}
