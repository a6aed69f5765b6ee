import Foundation

/// Finds the cells and the inline values of a notebook in the tree of its Markdown.
///
/// cmark puts footnotes at the end of its tree; here everything is in line order.
struct BodyReader {
  private let text: SourceText
  private let defaults: CellOptions
  private let dialect: SwiftFence.Dialect
  private(set) var errors: [NotebookError] = []
  private(set) var cells: [Cell] = []
  private(set) var cellIndices: [MarkdownNode.ID: Int] = [:]
  private(set) var inlineValues: [Notebook.InlineValue] = []
  private(set) var inlineValueIDs: [MarkdownNode.ID: Notebook.InlineValue.ID] = [:]
  private var firstLineOfLabel: [String: Int] = [:]

  /// - Parameters:
  ///   - document: The tree of `text` below the front matter.
  ///   - defaults: The options of a cell without options.
  ///   - dialect: The meaning of a plain Swift fence.
  init(_ document: MarkdownDocument, of text: SourceText, defaults: CellOptions, dialect: SwiftFence.Dialect) {
    self.text = text
    self.defaults = defaults
    self.dialect = dialect
    // The code of included files is shown and does not run.
    var includeEnd = 0
    let code = document.nodes.filter { node in
      if case .include = node.kind { includeEnd = max(includeEnd, node.descendants.upperBound) }
      return node.isCode && node.id >= includeEnd
    }
    for node in code.sorted(by: { ($0.firstLine, $0.id) < ($1.firstLine, $1.id) }) {
      switch node.kind {
      case .codeBlock(let info, let fence?):
        checkEnd(of: node, fence)
        if let language = SwiftFence(info: info, dialect) { readCell(node, language) }
      case .code: readInlineValue(node)
      default: break
      }
    }
  }

  // MARK: Cells

  private mutating func readCell(_ node: MarkdownNode, _ fence: SwiftFence) {
    if fence.hasAttributes {
      errors.append(.fenceAttributes(text.location(node.firstLine), info: fence.info))
    }
    let line = node.firstLine + 1
    let content = node.literal.hasSuffix("\n") ? String(node.literal.dropLast()) : node.literal
    let result = CellOptionsReader.read(
      content, line: line, defaults: defaults, file: text.file)
    errors += result.errors
    if let label = result.options.label {
      if let first = firstLineOfLabel[label] {
        errors.append(.duplicateLabel(text.location(line), label: label, firstLine: first))
      }
      firstLineOfLabel[label] = firstLineOfLabel[label] ?? line
    }
    if result.options.eval {
      for directive in KernelDirective.all(in: result.source) {
        errors.append(.directive(text.location(line + result.optionLines.count + directive.line), directive))
      }
    }
    cellIndices[node.id] = cells.count
    cells.append(
      Cell(
        index: cells.count, source: result.source, line: line + result.optionLines.count, options: result.options,
        optionLines: result.optionLines, fenceLines: node.firstLine...max(node.firstLine, node.lastLine)))
  }

  private mutating func checkEnd(of node: MarkdownNode, _ fence: MarkdownNode.Fence) {
    if node.isClosed(by: fence, in: text.lines) { return }
    let marks = String(repeating: fence.character, count: fence.length)
    errors.append(.unterminatedFence(text.location(node.firstLine), fence: marks))
  }

  // MARK: Prose

  private mutating func readInlineValue(_ node: MarkdownNode) {
    guard let expression = InlineExpression.text(in: node.literal) else { return }
    if expression.isEmpty { errors.append(.emptyInlineValue(text.location(node.firstLine))) }
    inlineValueIDs[node.id] = inlineValues.count
    inlineValues.append(
      Notebook.InlineValue(
        id: inlineValues.count, expression: expression, line: node.firstLine, column: column(of: expression, at: node),
        afterCell: cells.last?.index))
  }

  /// The column of an expression that its line holds once, from 1; 1 for any other, and in a line that is too long to be
  /// looked through for each of its values.
  private func column(of expression: String, at node: MarkdownNode) -> Int {
    guard text.lines.indices.contains(node.firstLine - 1) else { return 1 }
    let line = text.lines[node.firstLine - 1]
    guard line.utf8.count < 2_000 else { return 1 }
    let places = line.ranges(of: expression).filter { place in
      line[..<place.lowerBound].trimmingSuffix(while: \.isWhitespace).hasSuffix("{swift}")
    }
    return places.count == 1 ? line.utf8.distance(from: line.startIndex, to: places[0].lowerBound) + 1 : 1
  }
}

extension MarkdownNode {
  fileprivate var isCode: Bool {
    switch kind {
    case .code, .codeBlock: true
    default: false
    }
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while isLeftOut: (Character) -> Bool) -> Substring {
    self[..<(lastIndex { !isLeftOut($0) }.map(index(after:)) ?? startIndex)]
  }
}

/// An expression in prose: a code span that begins with `{swift}`.
enum InlineExpression {
  /// The text after the mark; nil for any other code span.
  static func text(in code: String) -> String? {
    guard code.hasPrefix("{swift}") else { return nil }
    return code.dropFirst(7).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
