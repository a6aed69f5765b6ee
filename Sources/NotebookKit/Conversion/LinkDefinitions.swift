/// Definitions of links by a label, as `[label]: address`.
///
/// They hold for a whole document: for all of an Etude notebook, and for one cell of Jupyter's.
struct LinkDefinitions {
  /// A definition on a separate line.
  struct Definition: Equatable {
    /// The normalised label: in lower case, with blanks folded.
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
  /// - Returns: Nil if no definitions on separate lines give it these links.
  func missing(from markdown: String, links: [MarkdownNode.Kind]) -> [Definition]? {
    guard !all.isEmpty, MarkdownDocument(markdown).links != links else { return [] }
    let missing = named(in: markdown)
    let whole = markdown + "\n\n" + missing.map(\.line).joined(separator: "\n")
    return MarkdownDocument(whole).links == links ? missing : nil
  }

  /// The definitions of labels that are in brackets in some Markdown, which does not define them itself.
  func named(in markdown: String) -> [Definition] {
    let own = LinkDefinitions(of: markdown)
    let bytes = Array(markdown.utf8)
    let labels = Set(Self.bracketed(in: bytes).map { Self.folded(String(decoding: bytes[$0], as: UTF8.self)) })
    return labels.compactMap { own[$0] == nil ? indices[$0] : nil }.sorted().map { all[$0] }
  }

  /// The bytes between brackets that contain no others.
  static func bracketed(in bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start: Int?
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): start = index + 1
      case UInt8(ascii: "]"):
        if let start { ranges.append(start..<index) }
        start = nil
      default: break
      }
      index += 1
    }
    return ranges
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
  /// Markdown with renamed labels, in their definitions and in links.
  ///
  /// - Parameter names: The new name of each label.
  /// - Returns: Nil if the text would then show something else, or a label cannot be found.
  static func renaming(_ names: [String: String], in markdown: String) -> String? {
    let document = MarkdownDocument(markdown)
    let bytes = Array(markdown.utf8)
    let code = CodeBytes(document, in: bytes)
    let edits = bracketed(in: bytes).compactMap { range -> (range: Range<Int>, text: String)? in
      guard let name = names[folded(String(decoding: bytes[range], as: UTF8.self))], !code.contains(range.lowerBound)
      else { return nil }
      return renaming(range, to: name, in: bytes)
    }
    let renamed = markdown.replacing(edits)
    let result = MarkdownDocument(renamed)
    let isSame =
      result.links == document.links && result.html == document.html
      && result.plainText(of: result.nodes[0]) == document.plainText(of: document.nodes[0])
    let left = LinkDefinitions(of: renamed)
    return isSame && names.keys.allSatisfy { left[$0] == nil } ? renamed : nil
  }

  /// The edit that gives a label in brackets another name; nil where the brackets do not name it.
  private static func renaming(
    _ label: Range<Int>, to name: String, in bytes: [UInt8]
  ) -> (range: Range<Int>, text: String)? {
    let open = label.lowerBound - 1
    let close = label.upperBound
    let isSecond = open > 0 && bytes[open - 1] == UInt8(ascii: "]")
    // A definition begins its line, with at most three blanks in front.
    let indent = bytes[max(0, open - 4)..<open].reversed().prefix { $0 == UInt8(ascii: " ") }.count
    let beginsLine = indent < 4 && (open == indent || bytes[open - indent - 1] == UInt8(ascii: "\n"))
    switch close + 1 < bytes.count ? bytes[close + 1] : 0 {
    case UInt8(ascii: "("): return nil
    case UInt8(ascii: ":") where beginsLine: return (label, name)
    case _ where isSecond: return (label, name)
    case UInt8(ascii: "["):
      // `[label][]` names it a second time; `[label][other]` does not name it.
      guard close + 2 < bytes.count, bytes[close + 2] == UInt8(ascii: "]") else { return nil }
      return ((close + 2)..<(close + 2), name)
    default: return ((close + 1)..<(close + 1), "[\(name)]")
    }
  }
}

extension MarkdownDocument {
  /// The kinds of all links and images, with their addresses, in document order.
  var links: [MarkdownNode.Kind] { nodes.map(\.kind).filter(\.isLink) }

  /// The texts of all HTML.
  fileprivate var html: [String] {
    nodes.filter { $0.kind == .htmlBlock || $0.kind == .htmlInline }.map(\.literal)
  }
}

extension MarkdownNode.Kind {
  /// True for a link and for an image.
  var isLink: Bool {
    switch self {
    case .link, .image: true
    default: false
    }
  }
}
