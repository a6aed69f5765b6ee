/// Definitions of links by a label, as `[label]: address`.
///
/// They hold for a whole document: for all of a notebook of ours, and for one cell of Jupyter's.
struct LinkDefinitions {
  /// A definition on a line of its own.
  struct Definition: Equatable {
    /// The label as links are told by it: in lower case, its blanks folded.
    let label: String
    /// The line as it is written.
    let line: String
  }

  /// The first definition of each label, in the order of the text.
  private(set) var all: [Definition] = []
  private var indices: [String: Int] = [:]

  /// - Parameters:
  ///   - document: The tree of the text.
  ///   - lines: The text's lines.
  init(_ document: MarkdownDocument, lines: [Substring]) {
    guard lines.contains(where: { Self.label(of: $0) != nil }) else { return }
    var literal: Set<Int> = []
    for node in document.nodes {
      switch node.kind {
      case .codeBlock, .htmlBlock: literal.formUnion(node.firstLine...max(node.firstLine, node.lastLine))
      default: continue
      }
    }
    for (index, line) in lines.enumerated() where !literal.contains(index + 1) {
      guard let label = Self.label(of: line), indices[label] == nil else { continue }
      indices[label] = all.count
      all.append(Definition(label: label, line: String(line)))
    }
  }

  init(of markdown: String) {
    self.init(MarkdownDocument(markdown), lines: markdown.split(separator: "\n", omittingEmptySubsequences: false))
  }

  subscript(label: String) -> Definition? { indices[label].map { all[$0] } }

  /// Takes over the definitions of labels that are not yet defined.
  mutating func add(_ others: LinkDefinitions) {
    for definition in others.all where indices[definition.label] == nil {
      indices[definition.label] = all.count
      all.append(definition)
    }
  }

  /// The definitions that some Markdown lacks to have the links that it has in a larger document.
  ///
  /// - Returns: Nil if no definitions on lines of their own give it these links.
  func missing(from markdown: String, links: [MarkdownNode.Kind]) -> [Definition]? {
    guard !all.isEmpty, MarkdownDocument(markdown).links != links else { return [] }
    let own = LinkDefinitions(of: markdown)
    let text = Self.folded(markdown)
    let missing = all.filter { own[$0.label] == nil && text.contains("[\($0.label)]") }
    let whole = markdown + "\n\n" + missing.map(\.line).joined(separator: "\n")
    return MarkdownDocument(whole).links == links ? missing : nil
  }

  /// The label that a line defines; nil for any other line.
  static func label(of line: some StringProtocol) -> String? {
    let text = line.drop { $0 == " " }
    guard text.first == "[", line.count - text.count < 4 else { return nil }
    var label = ""
    var isEscaped = false
    for (offset, character) in text.dropFirst().enumerated() {
      if character == "]", !isEscaped {
        guard text.dropFirst(offset + 2).first == ":", !label.hasPrefix("^") else { return nil }
        let folded = folded(label)
        return folded.allSatisfy(\.isWhitespace) ? nil : folded
      }
      if character == "[", !isEscaped { return nil }
      isEscaped = character == "\\" && !isEscaped
      label.append(character)
    }
    return nil
  }

  /// Text in lower case with one blank for any run of them.
  static func folded(_ text: some StringProtocol) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension LinkDefinitions {
  /// Markdown in which a label is called otherwise, in its definition and where links name it.
  ///
  /// - Returns: Nil if the text would then show something else, or the label cannot be found.
  static func renaming(_ label: String, to name: String, in markdown: String) -> String? {
    let document = MarkdownDocument(markdown)
    let code = document.nodes.compactMap { node in if case .code = node.kind { node.source } else { nil } }
    let bytes = Array(markdown.utf8)
    var edits: [(range: Range<Int>, text: String)] = []
    var start = 0
    while let open = bytes[start...].firstIndex(of: UInt8(ascii: "[")) {
      start = open + 1
      guard let close = bytes[start...].firstIndex(where: { $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: "[") }),
        bytes[close] == UInt8(ascii: "]"),
        folded(String(decoding: bytes[start..<close], as: UTF8.self)) == label,
        open == 0 || bytes[open - 1] != UInt8(ascii: "\\"), !code.contains(where: { $0.contains(open) })
      else { continue }
      let next = close + 1 < bytes.count ? bytes[close + 1] : 0
      let isSecond = open > 0 && bytes[open - 1] == UInt8(ascii: "]")
      let line = bytes[..<open].reversed().prefix { $0 != UInt8(ascii: "\n") }
      let isDefinition = next == UInt8(ascii: ":") && line.allSatisfy { $0 == UInt8(ascii: " ") }
      switch next {
      case UInt8(ascii: "("): continue
      case _ where isSecond || isDefinition: edits.append((start..<close, name))
      case UInt8(ascii: "["):
        // `[label][]` names it a second time; `[label][other]` does not name it.
        guard close + 2 < bytes.count, bytes[close + 2] == UInt8(ascii: "]") else { continue }
        edits.append(((close + 2)..<(close + 2), name))
      default: edits.append(((close + 1)..<(close + 1), "[\(name)]"))
      }
    }
    let renamed = markdown.replacing(edits)
    let result = MarkdownDocument(renamed)
    let isSame =
      result.links == document.links
      && result.plainText(of: result.nodes[0]) == document.plainText(of: document.nodes[0])
    return isSame && LinkDefinitions(of: renamed)[label] == nil ? renamed : nil
  }
}

extension MarkdownDocument {
  /// The kinds of all links and images, with their addresses, in the order in which they are read.
  var links: [MarkdownNode.Kind] { links(inLines: nil) }

  /// The links and images that begin on some lines; of all lines for nil.
  func links(inLines lines: Range<Int>?) -> [MarkdownNode.Kind] {
    nodes.compactMap { node in
      guard lines?.contains(node.firstLine) ?? true else { return nil }
      return switch node.kind {
      case .link, .image: node.kind
      default: nil
      }
    }
  }
}
