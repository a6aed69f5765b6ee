import Foundation

/// Conversion of Etude notebooks to and from Quarto documents: fences have different names, and each side has its own
/// keys.
///
/// In Quarto ```` ```{swift} ```` runs and ```` ```swift ```` is a sample; here both run, and samples are marked.
enum QuartoFormat {
  /// A Quarto document as an Etude notebook; keys that only Quarto knows go below `quarto:`.
  static func toMarkdown(_ text: String) -> String {
    rewrite(text, in: .quarto, frontMatter: nestedFrontMatter, options: nestedOptions) { info in
      if info.hasPrefix("{swift}") || info.hasPrefix("{swift ") || info.hasPrefix("{swift,") {
        let rest = info.dropFirst(6)
        return rest.hasPrefix("}") ? "swift" + rest.dropFirst() : info
      }
      let isSample = SwiftFence(info: info) != nil || SwiftFence.resembles(info)
      return isSample && !SampleFence.isSample(info) ? SampleFence.info(for: info) : nil
    }
  }

  /// An Etude notebook as a Quarto document.
  static func fromMarkdown(_ text: String) -> String {
    rewrite(
      text, in: .markdown, frontMatter: { UnknownYAMLKeys.lift($0, from: "quarto") },
      options: { UnknownYAMLKeys.lift($0, from: "quarto") },
      info: { info in
        if SwiftFence(info: info) != nil { return info.hasPrefix("swift") ? "{swift}" + info.dropFirst(5) : info }
        // A sample that Quarto would run keeps its mark.
        return SampleFence.original(of: info).flatMap { $0.hasPrefix("{swift") ? nil : $0 }
      })
  }

  /// The lines of front matter, with Quarto's own keys below `quarto:`.
  static func nestedFrontMatter(_ lines: [String]) -> [String] {
    UnknownYAMLKeys.nest(
      lines, in: "quarto",
      where: { entry in
        if FrontMatterReader.foreignKeys.contains(entry.key) { return true }
        guard let key = FrontMatterReader.keys.key(of: entry) else { return false }
        return isRead(from: FrontMatter()) { key.apply(entry, &$0, &$1) }
      },
      partedBy: { key in
        key != "execute"
          ? nil
          : { entry in
            guard let key = CellOptionsReader.defaultableOptions.key(of: entry) else { return false }
            return isRead(from: CellOptions()) { key.apply(entry, &$0, &$1) }
          }
      })
  }

  /// The text of a cell's option lines, with Quarto's own keys below `quarto:`.
  static func nestedOptions(_ lines: [String]) -> [String] {
    UnknownYAMLKeys.nest(lines, in: "quarto") { entry in
      isRead(from: CellOptions()) { CellOptionsReader.read(entry, into: &$0, &$1) }
    }
  }

  /// True if a value is read without a mistake.
  private static func isRead<Settings>(
    from settings: Settings, _ read: (inout Settings, inout YAMLReader) -> Void
  ) -> Bool {
    var settings = settings
    var reader = YAMLReader(file: "", lineOffset: 0)
    read(&settings, &reader)
    return reader.errors.isEmpty
  }

  /// - Parameters:
  ///   - dialect: The dialect of the text.
  ///   - info: The new info string of a fence; nil if it stays.
  private static func rewrite(
    _ text: String, in dialect: SwiftFence.Dialect, frontMatter: ([String]) -> [String],
    options: ([String]) -> [String], info: (String) -> String?
  ) -> String {
    let source = SourceText(text: text, file: "")
    let lines = source.lines.map(String.init)
    let skipped = FrontMatterReader(source).lineCount
    var result: [String] = []
    if skipped > 1 { result = [lines[0]] + frontMatter(Array(lines[1..<(skipped - 1)])) + [lines[skipped - 1]] }
    var next = skipped
    for block in fences(of: source, below: skipped) where block.line >= next {
      guard let changed = info(block.info) else { continue }
      result += lines[next..<block.line]
      result.append(replacingInfo(of: block, in: source.lines[block.line], by: changed))
      next = block.line + 1
      guard SwiftFence(info: block.info) != nil, SampleFence.original(of: changed) == nil else { continue }
      let optionLines = lines[next...].prefix { option(in: $0) != nil }
      let written = optionLines.compactMap { option(in: $0) }
      let changedOptions = options(written.map(\.text))
      let indentation = written.first?.indentation ?? ""
      let mark = dialect == .markdown ? "#|" : "//|"
      let isMarked = optionLines.allSatisfy { $0.drop { " \t>".contains($0) }.hasPrefix(mark) }
      result +=
        isMarked && changedOptions == written.map(\.text)
        ? Array(optionLines) : changedOptions.map { indentation + "\(mark) " + $0 }
      next += optionLines.count
    }
    result += lines[next...]
    return result.joined(separator: "\n")
  }

  private struct Block {
    /// The index of the opening fence's line.
    var line: Int
    var info: String
    var fence: MarkdownNode.Fence
  }

  /// Every fence, in the order of the lines.
  private static func fences(of source: SourceText, below skipped: Int) -> [Block] {
    MarkdownDocument(source.blanked(upTo: skipped)).nodes.compactMap { node in
      guard case .codeBlock(let info, let fence?) = node.kind else { return nil }
      return Block(line: node.firstLine - 1, info: info, fence: fence)
    }
    .sorted { $0.line < $1.line }
  }

  private static func replacingInfo(of block: Block, in line: Substring, by info: String) -> String {
    guard let range = FenceText.info(in: line, of: block.fence) else { return String(line) }
    return String(line).replacing([(range, info)])
  }

  /// The text of an option line, and the prefix before its mark: the indentation or quote marks of its container.
  private static func option(in line: String) -> (indentation: String, text: String)? {
    let indentation = line.prefix { " \t>".contains($0) }
    let rest = line.dropFirst(indentation.count)
    guard let text = CellOptionsReader.option(in: rest) else { return nil }
    return (String(indentation), String(text.first == " " ? text.dropFirst() : text))
  }
}
