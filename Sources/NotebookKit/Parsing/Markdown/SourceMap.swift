/// Leads from the text that cmark parsed, with placeholders for formulas, back to the text that was written.
struct SourceMap {
  /// A placeholder and the text that it replaces.
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
  /// Offsets in bytes and lines from the parsed to the written text, from each placeholder's end on.
  private let shifts: [Shift]

  private struct Shift {
    var offset = 0
    var bytes = 0
    var lines = 0
  }

  init(_ text: String, _ replacements: [Replacement]) {
    bytes = Array(text.utf8)
    lineStarts = bytes.lineStarts
    var shift = Shift()
    shifts = replacements.map { replacement in
      shift.offset = replacement.offset + replacement.length
      shift.bytes += replacement.sourceLength - replacement.length
      shift.lines += replacement.lineEnds
      return shift
    }
  }

  /// The written lines of a line of the parsed text, from 1.
  func sourceLines(ofLine line: Int) -> ClosedRange<Int> {
    guard !shifts.isEmpty, let start = start(ofLine: line) else { return line...line }
    let end = self.start(ofLine: line + 1).map { $0 - 1 } ?? bytes.count
    return (line + shift(at: start).lines)...(line + shift(at: end).lines)
  }

  /// The original line of a byte of the parsed text, from 1.
  func sourceLine(of offset: Int) -> Int { line(of: offset) + shift(at: offset).lines }

  /// The bytes that were written for a range of the parsed text that begins and ends outside placeholders.
  func source(of range: Range<Int>) -> Range<Int> {
    (range.lowerBound + shift(at: range.lowerBound).bytes)..<(range.upperBound + shift(at: range.upperBound).bytes)
  }

  private func shift(at offset: Int) -> Shift {
    let next = shifts.partitioningIndex { $0.offset > offset }
    return next > 0 ? shifts[next - 1] : Shift()
  }

  /// The first byte of a line of the parsed text, from 1; nil for a line that does not exist.
  func start(ofLine line: Int) -> Int? { lineStarts.indices.contains(line - 1) ? lineStarts[line - 1] : nil }

  /// The line of a byte in the parsed text, from 1.
  private func line(of offset: Int) -> Int { lineStarts.partitioningIndex { $0 > offset } }

  /// The bytes of some lines of the parsed text, those that exist.
  func bytes(ofLines lines: ClosedRange<Int>) -> Range<Int> {
    let start = start(ofLine: max(1, lines.lowerBound)) ?? bytes.count
    return start..<max(start, self.start(ofLine: lines.upperBound + 1) ?? bytes.count)
  }
}
