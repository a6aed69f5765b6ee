import Foundation

extension MarkdownDocument {
  /// The document with the blocks of other files instead of `{{< include … >}}`.
  ///
  /// - Parameters:
  ///   - file: The notebook; paths are relative to its folder, which they cannot leave.
  ///   - smartPunctuation: True if straight quotes, `--` and `...` become typographic ones.
  func including(from file: URL, smartPunctuation: Bool) -> MarkdownDocument {
    guard nodes.contains(where: { $0.shortcodeName == "include" }) else { return self }
    var reader = IncludeReader(file: file, smartPunctuation: smartPunctuation)
    return MarkdownDocument(nodes: reader.included(self, within: [file.resolvingSymlinksInPath().path]))
  }

  /// The shortcode of a paragraph that includes a file; nil for any other node.
  func inclusion(_ node: MarkdownNode) -> Shortcode? {
    guard node.kind == .paragraph else { return nil }
    let parts = children(of: node)
    guard parts.count == 1, case .shortcode(let shortcode) = parts[0].kind, shortcode.name == "include" else {
      return nil
    }
    return shortcode
  }
}

/// Puts the blocks of included files into a document.
private struct IncludeReader {
  let folder: URL
  let smartPunctuation: Bool
  private var count = 0
  private var byteCount = 0

  private static let mostFiles = 200
  private static let mostBytes = 5_000_000
  private static let deepest = 10

  init(file: URL, smartPunctuation: Bool) {
    folder = file.deletingLastPathComponent()
    self.smartPunctuation = smartPunctuation
  }

  /// - Parameter files: The paths of the files that contain the document.
  mutating func included(_ document: MarkdownDocument, within files: [String]) -> [MarkdownNode] {
    var arrangement = MarkdownArrangement(document.nodes, definitionLines: [:])
    for node in document.nodes {
      guard let shortcode = document.inclusion(node) else { continue }
      let path = shortcode.arguments.first ?? ""
      var include = MarkdownNode.Include(path: path)
      switch read(path, within: files) {
      case .failure(let problem):
        include.problem = problem.reason
        arrangement.children[node.id] = []
      case .success(let (nodes, text)):
        include.text = text
        include.includes = Self.outermost(nodes)
        arrangement.insert(nodes, into: node.id)
      }
      arrangement.nodes[node.id].kind = .include(include)
      arrangement.nodes[node.id].literal = shortcode.source
    }
    return arrangement.flattened()
  }

  /// The files that the text of some nodes includes itself.
  private static func outermost(_ nodes: [MarkdownNode]) -> [MarkdownNode.Include] {
    var end = 0
    return nodes.compactMap { node in
      guard node.id >= end, case .include(let include) = node.kind else { return nil }
      end = node.descendants.upperBound
      return include
    }
  }

  private struct Problem: Error { let reason: String }

  /// The nodes of a file, and its Markdown.
  private mutating func read(_ path: String, within files: [String]) -> Result<
    (nodes: [MarkdownNode], text: String), Problem
  > {
    func fail(_ reason: String) -> Result<(nodes: [MarkdownNode], text: String), Problem> {
      .failure(Problem(reason: reason))
    }
    guard let file = LocalAddress.file(path, beside: folder) else {
      return fail("it is outside the notebook's folder. Copy it there.")
    }
    let name = file.resolvingSymlinksInPath().path
    if files.contains(name) { return fail("it includes itself. Remove one of the includes.") }
    if files.count > Self.deepest { return fail("files are included \(Self.deepest) deep. Include fewer.") }
    var status = stat()
    guard stat(name, &status) == 0 else {
      return fail("there is no such file. Correct the name, which is relative to the notebook's folder.")
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return fail("it is not a file. Name a Markdown file.") }
    count += 1
    byteCount += min(Int(status.st_size), Self.mostBytes + 1)
    if count > Self.mostFiles || byteCount > Self.mostBytes {
      return fail("there are more than \(Self.mostFiles) files or \(Self.mostBytes / 1_000_000) MB. Include fewer.")
    }
    guard let data = try? Data(contentsOf: file) else { return fail("it cannot be read. Make it readable.") }
    guard let text = try? SourceText(data, file: path) else { return fail("it is not UTF-8 text.") }
    let front = FrontMatterReader(text)
    let document = MarkdownDocument(text.blanked(upTo: front.lineCount), smartPunctuation: smartPunctuation)
    let body = text.lines.dropFirst(front.lineCount).joined(separator: "\n")
    return .success((included(document, within: files + [name]), body))
  }
}

extension MarkdownArrangement {
  /// Inserts the blocks of another document below a node, with that node's line.
  mutating func insert(_ other: [MarkdownNode], into id: MarkdownNode.ID) {
    let offset = nodes.count - 1
    children[id] = []
    for node in other.dropFirst() {
      var node = node
      let parent = node.parent.map { $0 == 0 ? id : $0 + offset } ?? id
      node.id = nodes.count
      // Its lines and its fences are not positions in this text.
      if case .codeBlock(let info, _) = node.kind { node.kind = .codeBlock(info: info, fence: nil) }
      node = node.moved(toLine: nodes[id].firstLine)
      nodes.append(node)
      children.append([])
      children[parent].append(node.id)
    }
  }
}

extension MarkdownNode {
  /// The name of the shortcode that the node is; nil for any other.
  var shortcodeName: String? { if case .shortcode(let shortcode) = kind { shortcode.name } else { nil } }
}
