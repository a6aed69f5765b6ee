/// The bytes of a text that are code: its spans, and the lines of its blocks.
struct CodeBytes {
  /// In the order of the text; no two overlap.
  private var ranges: [Range<Int>] = []

  /// - Parameters:
  ///   - document: The tree of the text.
  ///   - bytes: The text.
  init(_ document: MarkdownDocument, in bytes: [UInt8]) {
    let lineStarts = bytes.lineStarts
    let all = document.nodes.compactMap { node -> Range<Int>? in
      switch node.kind {
      case .code: return node.source
      case .codeBlock:
        guard let start = lineStarts[safe: node.firstLine - 1] else { return nil }
        return start..<max(start, lineStarts[safe: node.lastLine] ?? bytes.count)
      default: return nil
      }
    }
    for range in all.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = ranges.last, range.lowerBound < last.upperBound {
        ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        ranges.append(range)
      }
    }
  }

  func contains(_ byte: Int) -> Bool {
    let index = ranges.partitioningIndex { $0.upperBound > byte }
    return index < ranges.count && ranges[index].contains(byte)
  }
}
