/// Works cited within one pair of brackets, and the words around each.
struct CitationGroup {
  enum Target {
    case work(Citations.Work, rest: String)
    case unknown(String)
  }

  enum Part {
    case text(String)
    case node(MarkdownNode)
  }

  struct Item {
    var prefix: [Part] = []
    var target: Target
    /// True for `-@key`, if the sentence names the authors.
    var isYearOnly = false
    var suffix: [Part] = []
  }

  let items: [Item]

  /// The nodes of a line, with each bracket separated from the text around it; cmark joins them.
  static func parted(_ nodes: [MarkdownNode]) -> [MarkdownNode] {
    let mayCite = nodes.contains { if case .crossReference = $0.kind { true } else { false } }
    guard mayCite else { return nodes }
    return nodes.flatMap { node -> [MarkdownNode] in
      guard node.kind == .text, node.literal.contains(where: { $0 == "[" || $0 == "]" }) else { return [node] }
      var parts: [String] = []
      var rest = node.literal[...]
      while let bracket = rest.firstIndex(where: { $0 == "[" || $0 == "]" }) {
        if bracket > rest.startIndex { parts.append(String(rest[..<bracket])) }
        parts.append(String(rest[bracket]))
        rest = rest[rest.index(after: bracket)...]
      }
      if !rest.isEmpty { parts.append(String(rest)) }
      return parts.map(node.with(literal:))
    }
  }

  /// The index of the matching closing bracket; nil if there is none, or brackets nest.
  static func end(of start: Int, in nodes: [MarkdownNode]) -> Int? {
    guard nodes.indices.contains(start), nodes[start].isText("[") else { return nil }
    var index = start + 1
    while index < nodes.count, !nodes[index].isText("[") {
      if nodes[index].isText("]") { return index }
      index += 1
    }
    return nil
  }

  /// Nil for brackets with a part that cites nothing, or with references only to figures and similar elements.
  init?(_ nodes: ArraySlice<MarkdownNode>, references: CrossReferences) {
    var items: [Item] = []
    var pending: [Part] = []
    var item: Item?
    func finish() -> Bool {
      guard let done = item else { return false }
      items.append(done)
      item = nil
      pending = []
      return true
    }
    for node in nodes {
      if case .crossReference(let label) = node.kind, item == nil, references.target(of: label) == nil {
        let target = references.citations.work(of: label).map { Target.work($0.work, rest: $0.rest) }
        var new = Item(prefix: pending, target: target ?? .unknown(label))
        if case .text(let text)? = pending.last, text.hasSuffix("-") {
          new.isYearOnly = true
          new.prefix[new.prefix.count - 1] = .text(String(text.dropLast()))
        }
        if case .text(let text)? = new.prefix.first { new.prefix[0] = .text(String(text.drop(while: \.isWhitespace))) }
        item = new
      } else if node.kind == .text {
        let texts = node.literal.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        for (number, text) in texts.enumerated() {
          if number > 0, !finish() { return nil }
          if item == nil { pending.append(.text(text)) } else { item?.suffix.append(.text(text)) }
        }
      } else if item == nil {
        pending.append(.node(node))
      } else {
        item?.suffix.append(.node(node))
      }
    }
    guard finish() else { return nil }
    self.items = items
  }
}

extension MarkdownNode {
  /// A part of a text.
  fileprivate func with(literal: String) -> MarkdownNode {
    MarkdownNode(
      id: id, parent: parent, kind: kind, literal: literal, firstLine: firstLine, lastLine: lastLine, source: nil,
      descendants: descendants)
  }

  fileprivate func isText(_ text: String) -> Bool { kind == .text && literal == text }
}
