import Yams

/// Keys that another program knows and we do not: they are kept under a key of that program's name.
enum UnknownYAMLKeys {
  /// YAML lines with every entry that `isKnown` refuses moved, as it is written, below `container:` at the end.
  ///
  /// Lines that are no mapping in block style stay as they are.
  static func nest(_ lines: [String], in container: String, where isKnown: (YAMLReader.Entry) -> Bool) -> [String] {
    guard let blocks = blocks(lines) else { return lines }
    let foreign = blocks.filter { block in block.entry.map { !isKnown($0) } ?? false }
    guard !foreign.isEmpty else { return lines }
    let kept = blocks.filter { block in block.entry.map(isKnown) ?? true }
    return kept.flatMap(\.lines) + ["\(container):"] + foreign.flatMap(\.lines).map { $0.isEmpty ? "" : "  " + $0 }
  }

  /// YAML lines with the entries below `container:` moved out to the end: what ``nest(_:in:where:)`` did, undone.
  static func lift(_ lines: [String], from container: String) -> [String] {
    guard let blocks = blocks(lines), let index = blocks.firstIndex(where: { $0.entry?.key == container }),
      blocks[index].entry?.node.mapping != nil, blocks[index].lines[0] == "\(container):"
    else { return lines }
    let lifted = blocks[index].lines.dropFirst().map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : $0 }
    return blocks.enumerated().flatMap { $0.offset == index ? [] : $0.element.lines } + lifted
  }

  private struct Block {
    /// Nil for what stands before the first key.
    var entry: YAMLReader.Entry?
    var lines: [String]
  }

  /// The lines that belong to each key of the outermost mapping; nil if they cannot be told.
  private static func blocks(_ lines: [String]) -> [Block]? {
    var reader = YAMLReader(file: "", lineOffset: 0)
    let entries = reader.entries(of: lines.joined(separator: "\n"))
    let starts = entries.map { $0.line - 1 }
    guard reader.errors.isEmpty, zip(starts, starts.dropFirst()).allSatisfy(<),
      starts.allSatisfy({ lines.indices.contains($0) && lines[$0].first.map { !$0.isWhitespace && $0 != "{" } ?? false }
      )
    else { return nil }
    var blocks: [Block] = []
    if let first = starts.first, first > 0 { blocks.append(Block(lines: Array(lines[..<first]))) }
    for (index, entry) in entries.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1] : lines.count
      blocks.append(Block(entry: entry, lines: Array(lines[starts[index]..<end])))
    }
    return blocks
  }
}
