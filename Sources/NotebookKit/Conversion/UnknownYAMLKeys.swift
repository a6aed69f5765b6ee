import Yams

/// Keys of another program, kept under a key with that program's name.
enum UnknownYAMLKeys {
  /// YAML lines with every unknown entry moved, unchanged, below `container:` at the end.
  ///
  /// If only a part of a mapping is known, the entry is split. Lines that are not a mapping in block
  /// style stay as they are.
  ///
  /// - Parameter knowsPart: For an entry of an outer key, whether an entry below it is known; nil if it is not split.
  static func nest(
    _ lines: [String], in container: String, where isKnown: (YAMLReader.Entry) -> Bool,
    partedBy knowsPart: (_ key: String) -> ((YAMLReader.Entry) -> Bool)? = { _ in nil }
  ) -> [String] {
    guard let blocks = YAMLBlock.blocks(of: lines) else { return lines }
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

  /// YAML lines with the entries below `container:` moved out to the end: the inverse of
  /// ``nest(_:in:where:partedBy:)``. A split entry is joined again.
  static func lift(_ lines: [String], from container: String) -> [String] {
    guard let blocks = YAMLBlock.blocks(of: lines),
      let index = blocks.firstIndex(where: { $0.entry?.key == container }),
      blocks[index].entry?.node.mapping != nil, blocks[index].lines[0] == "\(container):"
    else { return lines }
    let inner = blocks[index].lines.dropFirst().map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : $0 }
    var result = blocks
    result.remove(at: index)
    for block in YAMLBlock.blocks(of: inner) ?? [YAMLBlock(lines: inner)] {
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

  /// The lines of a mapping's known entries and of the others, each below the mapping's key.
  private static func parted(
    _ block: YAMLBlock, by isKnown: (YAMLReader.Entry) -> Bool
  ) -> (known: [String], foreign: [String])? {
    guard let entry = block.entry, let mapping = entry.node.mapping else { return nil }
    let inner: [YAMLBlock]
    if block.isBlockMapping {
      let indentation = block.lines[1].prefix { $0 == " " }.count
      let lines = block.lines.dropFirst().map { line in
        String(line.dropFirst(min(indentation, line.prefix { $0 == " " }.count)))
      }
      guard let blocks = YAMLBlock.blocks(of: lines) else { return nil }
      inner = blocks
    } else {
      inner = YAMLBlock.blocks(of: mapping, line: entry.line)
    }
    func lines(where isIncluded: (YAMLBlock) -> Bool) -> [String] {
      let lines = inner.filter(isIncluded).flatMap(\.lines)
      return lines.isEmpty ? [] : ["\(entry.key):"] + lines.map { $0.isEmpty ? "" : "  " + $0 }
    }
    return (
      lines { $0.entry.map(isKnown) ?? true }, lines { !($0.entry.map(isKnown) ?? true) }
    )
  }
}
