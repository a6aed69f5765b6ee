import Yams

/// The lines of one key of a YAML mapping, including its value.
struct YAMLBlock {
  /// Nil for lines before the first key.
  var entry: YAMLReader.Entry?
  var lines: [String]

  /// True if the value is a mapping with its entries on separate lines.
  var isBlockMapping: Bool {
    guard let entry else { return false }
    return entry.node.mapping != nil && lines[0].hasSuffix(":") && lines.count > 1
  }

  /// The lines of each key of the outermost mapping; nil if they cannot be separated, as in flow style.
  static func blocks(of lines: [String]) -> [YAMLBlock]? {
    var reader = YAMLReader(file: "", lineOffset: 0)
    let entries = reader.entries(of: lines.joined(separator: "\n"))
    let starts = entries.map { $0.line - 1 }
    guard reader.errors.isEmpty, zip(starts, starts.dropFirst()).allSatisfy(<),
      starts.allSatisfy({ lines.indices.contains($0) && lines[$0].first.map { !$0.isWhitespace && $0 != "{" } ?? false }
      )
    else { return nil }
    var blocks: [YAMLBlock] = []
    if let first = starts.first, first > 0 { blocks.append(YAMLBlock(lines: Array(lines[..<first]))) }
    for (index, entry) in entries.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1] : lines.count
      blocks.append(YAMLBlock(entry: entry, lines: Array(lines[starts[index]..<end])))
    }
    return blocks
  }

  /// The lines of each key, in flow style written again; all lines in one block if they are not a mapping.
  static func separated(_ lines: [String]) -> [YAMLBlock] {
    if let blocks = blocks(of: lines) { return blocks }
    guard let root = try? Yams.compose(yaml: lines.joined(separator: "\n")), let mapping = root.mapping else {
      return [YAMLBlock(lines: lines)]
    }
    return blocks(of: mapping, line: 1)
  }

  /// Each entry of a mapping written on separate lines.
  static func blocks(of mapping: Node.Mapping, line: Int) -> [YAMLBlock] {
    mapping.compactMap { key, value in
      guard let text = try? Yams.serialize(node: .mapping(Node.Mapping([(key, value)]))) else { return nil }
      return YAMLBlock(
        entry: YAMLReader.Entry(key: key.scalar?.string ?? "?", node: value, line: line),
        lines: text.split(separator: "\n").map(String.init))
    }
  }
}
