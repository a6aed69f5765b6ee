import Foundation

/// Mistakes in divisions, attributes, shortcodes and other parts of Pandoc's Markdown.
extension NotebookReview {
  /// The problems of one node.
  func problems(of node: MarkdownNode) -> [PageProblem] {
    switch node.kind {
    case .div(let div): return problems(of: div, node)
    case .strayFence: return [.strayFence]
    case .htmlEnd(let name, isExpected: false): return [.openElement(name: name)]
    case .image, .link: return wrongAttributes(behind: node)
    case .shortcode(let shortcode): return problems(of: shortcode)
    case .include(let include):
      if let reason = include.problem { return [.notIncluded(path: include.path, reason: reason)] }
      let hasCells = notebook.document.descendants(of: node).contains { inner in
        if case .codeBlock(let info, _) = inner.kind { SwiftFence(info: info) != nil } else { false }
      }
      return hasCells ? [.includedCells(path: include.path)] : []
    case .codeBlock(let info, _?): return problems(ofDiagram: CodeFence(info: info).language, node)
    default: return []
    }
  }

  private func problems(of div: MarkdownNode.Div, _ node: MarkdownNode) -> [PageProblem] {
    let attributes = node.attributes ?? Attributes()
    var problems: [PageProblem] = []
    if !div.isClosed {
      let name = attributes.classes.first ?? attributes.identifier.map { "#" + $0 } ?? ":::"
      problems.append(.openDivision(name: name))
    }
    if CalloutKind(of: attributes) == nil, let name = attributes.classes.first(where: { $0.hasPrefix("callout-") }) {
      problems.append(.unknownCallout(name: name))
    }
    if let text = div.wrongText { problems.append(.wrongAttributes(text: text)) }
    if Layout.isWrong(attributes) {
      let value = attributes.values.first { $0.key.hasPrefix("layout") }
      problems.append(.wrongLayout(text: value.map { "\($0.key)=\($0.text)" } ?? ""))
    }
    return problems
  }

  /// Braces after an image or link that are not read as attributes.
  private func wrongAttributes(behind node: MarkdownNode) -> [PageProblem] {
    guard let next = notebook.document.nodes[safe: node.descendants.upperBound], next.parent == node.parent,
      next.kind == .text, next.literal.hasPrefix("{"), let end = next.literal.firstIndex(of: "}")
    else { return [] }
    return [.wrongAttributes(text: String(next.literal[...end]))]
  }

  private func problems(of shortcode: Shortcode) -> [PageProblem] {
    let first = shortcode.arguments.first ?? ""
    switch shortcode.name {
    case "meta" where plan.prose.metadata[first] == nil: return [.unknownKey(name: first)]
    case "video":
      return LocalMedia.problem(first, beside: folder).map { [.missingVideo(address: first, reason: $0)] } ?? []
    case "include":
      return [.notIncluded(path: first, reason: "it is inside a paragraph. Put it on a separate line.")]
    case _ where !ProseRenderer.knownShortcodes.contains(shortcode.name):
      return [.unknownShortcode(text: shortcode.source)]
    default: return []
    }
  }

  private func problems(ofDiagram language: String, _ node: MarkdownNode) -> [PageProblem] {
    switch language {
    case "mermaid":
      [.diagram(language: language, reason: "Mermaid needs a browser to draw. Draw it in `dot`, or add an image.")]
    case "dot", "graphviz":
      switch plan.prose.graphviz.drawing(of: node.literal) {
      case .drawn: []
      case .refused(let reason): [.diagram(language: language, reason: reason)]
      case .unavailable: [.diagram(language: language, reason: "it needs Graphviz. Install the package `graphviz`.")]
      }
    default: []
    }
  }

  /// Duplicate labels of references, each with its second position.
  func repeatedLabels() -> [(node: MarkdownNode, problem: PageProblem)] {
    var firstLines: [String: Int] = [:]
    return notebook.document.nodes.compactMap { node in
      guard let label = label(of: node), CrossReferenceSyntax.isReference(label) || notebook.cell(at: node) != nil
      else {
        return nil
      }
      guard let first = firstLines[label] else {
        firstLines[label] = node.firstLine
        return nil
      }
      // Cells that share a label are an error that the parser reports.
      return (node, .repeatedLabel(label: label, firstLine: first))
    }
  }

  /// The name that references and links to a node use.
  private func label(of node: MarkdownNode) -> String? {
    if let cell = notebook.cell(at: node) { return cell.options.label }
    switch node.kind {
    case .formula(let formula): return formula.label
    case .codeBlock(let info, _?) where info.contains("#"): return CodeFence(info: info).attributes.identifier
    case .heading, .image, .div, .table, .span, .code, .link: return node.attributes?.identifier
    default: return nil
    }
  }
}
