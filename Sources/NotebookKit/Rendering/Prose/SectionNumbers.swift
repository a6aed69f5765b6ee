/// The numbers of a document's sections, as in `1.2`.
struct SectionNumbers {
  private var numbers: [MarkdownNode.ID: String] = [:]

  /// Numbers every heading but the title, those within lists, quotes, footnotes and boxes, and those marked `.unnumbered`.
  ///
  /// - Returns: nil if the front matter does not ask for numbers.
  init?(_ document: MarkdownDocument, _ front: FrontMatter) {
    guard front.numbersSections else { return nil }
    let title = front.title == nil ? document.nodes.first { $0.kind == .heading(level: 1) }?.id : nil
    let headings = document.nodes.compactMap { node -> (node: MarkdownNode, level: Int)? in
      guard case .heading(let level) = node.kind, node.id != title, !Self.isInner(node, document),
        node.attributes?.has("unnumbered") != true
      else { return nil }
      return (node, level)
    }
    let top = headings.map(\.level).min() ?? 1
    var counts: [Int] = []
    for (node, level) in headings {
      let depth = level - top + 1
      counts = Array(counts.prefix(depth))
      while counts.count < depth { counts.append(0) }
      counts[depth - 1] += 1
      numbers[node.id] = counts.map(String.init).joined(separator: ".")
    }
  }

  subscript(id: MarkdownNode.ID) -> String? { numbers[id] }

  private static func isInner(_ node: MarkdownNode, _ document: MarkdownDocument) -> Bool {
    var parent = node.parent
    while let id = parent {
      switch document[id].kind {
      case .blockQuote, .list, .footnoteDefinition, .tableCell: return true
      // Their headings are titles of boxes, tabs and statements.
      case .div where document[id].attributes?.hasTitles == true: return true
      default: parent = document[id].parent
      }
    }
    return false
  }
}

extension Attributes {
  /// True for a division whose headings are no sections.
  fileprivate var hasTitles: Bool {
    CalloutKind(of: self) != nil || has("panel-tabset")
      || CrossReferences.Target.Kind(ofTheorem: identifier ?? "") != nil
      || unnumberedStatement != nil
  }

  /// The class of a statement without a number; nil for any other division.
  var unnumberedStatement: String? { ["proof", "remark", "solution"].first(where: has) }
}
