import Yams

/// Keys that another program knows and we do not: they are kept under a key of that program's name.
enum UnknownYAMLKeys {
  /// YAML lines with every entry that `isKnown` refuses moved, as it is written, below `container:` at the end.
  ///
  /// An entry whose value is a mapping of which only a part is known is parted. Lines that are no mapping in block
  /// style stay as they are.
  ///
  /// - Parameter knowsPart: Of the entry of an outer key, whether an entry below it is known; nil if it is not parted.
  static func nest(
    _ lines: [String], in container: String, where isKnown: (YAMLReader.Entry) -> Bool,
    partedBy knowsPart: (_ key: String) -> ((YAMLReader.Entry) -> Bool)? = { _ in nil }
  ) -> [String] {
    guard let blocks = blocks(lines) else { return lines }
    var kept: [String] = []
    var foreign: [String] = []
    for block in blocks {
      guard let entry = block.entry, !isKnown(entry) else {
        kept += block.lines
        continue
      }
      if let knowsPart = knowsPart(entry.key), let parts = parted(block, by: knowsPart) {
        kept += parts.known
        foreign += parts.foreign
      } else {
        foreign += block.lines
      }
    }
    guard !foreign.isEmpty else { return lines }
    return kept + ["\(container):"] + foreign.map { $0.isEmpty ? "" : "  " + $0 }
  }

  /// YAML lines with the entries below `container:` moved out to the end: what ``nest(_:in:where:partedBy:)`` did,
  /// undone. An entry that was parted is made whole.
  static func lift(_ lines: [String], from container: String) -> [String] {
    guard let blocks = blocks(lines), let index = blocks.firstIndex(where: { $0.entry?.key == container }),
      blocks[index].entry?.node.mapping != nil, blocks[index].lines[0] == "\(container):"
    else { return lines }
    let inner = blocks[index].lines.dropFirst().map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : $0 }
    var result = blocks
    result.remove(at: index)
    for block in Self.blocks(inner) ?? [Block(lines: inner)] {
      if let key = block.entry?.key, block.isBlockMapping,
        let whole = result.firstIndex(where: { $0.entry?.key == key && $0.isBlockMapping })
      {
        result[whole].lines += block.lines.dropFirst()
      } else {
        result.append(block)
      }
    }
    return result.flatMap(\.lines)
  }

  private struct Block {
    /// Nil for what stands before the first key.
    var entry: YAMLReader.Entry?
    var lines: [String]

    /// True if the value is a mapping whose entries have lines of their own.
    var isBlockMapping: Bool {
      guard let entry else { return false }
      return entry.node.mapping != nil && lines[0].hasSuffix(":") && lines.count > 1
    }
  }

  /// The lines of a mapping's known entries and of the others, each below the mapping's key.
  private static func parted(
    _ block: Block, by isKnown: (YAMLReader.Entry) -> Bool
  ) -> (known: [String], foreign: [String])? {
    guard let entry = block.entry, let mapping = entry.node.mapping else { return nil }
    let inner: [Block]
    if block.isBlockMapping {
      let indentation = block.lines[1].prefix { $0 == " " }.count
      let lines = block.lines.dropFirst().map { line in
        String(line.dropFirst(min(indentation, line.prefix { $0 == " " }.count)))
      }
      guard let blocks = blocks(lines) else { return nil }
      inner = blocks
    } else {
      inner = mapping.compactMap { key, value in
        guard let text = try? Yams.serialize(node: .mapping(Node.Mapping([(key, value)]))) else { return nil }
        let lines = text.split(separator: "\n").map(String.init)
        return Block(
          entry: YAMLReader.Entry(key: key.scalar?.string ?? "?", node: value, line: entry.line), lines: lines)
      }
    }
    func lines(where isIncluded: (Block) -> Bool) -> [String] {
      let lines = inner.filter(isIncluded).flatMap(\.lines)
      return lines.isEmpty ? [] : ["\(entry.key):"] + lines.map { $0.isEmpty ? "" : "  " + $0 }
    }
    return (
      lines { $0.entry.map(isKnown) ?? true }, lines { !($0.entry.map(isKnown) ?? true) }
    )
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
