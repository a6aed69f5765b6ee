import Foundation

/// Parts what follows the front matter into prose and cells.
struct BodyReader {
  private let text: SourceText
  private let skipped: Int
  private let defaults: CellOptions
  private(set) var errors: [NotebookError] = []

  private var blocks: [Notebook.Block] = []
  private var cellCount = 0
  private var firstLineOfLabel: [String: Int] = [:]
  private var inlineValues: [Notebook.InlineValue] = []
  /// The line on which the next prose begins, from 1.
  private var proseLine: Int

  init(_ text: SourceText, skippingLines skipped: Int, defaults: CellOptions) {
    self.text = text
    self.skipped = skipped
    self.defaults = defaults
    self.proseLine = skipped + 1
  }

  mutating func read() -> [Notebook.Block] {
    let body = String(repeating: "\n", count: skipped) + text.lines.dropFirst(skipped).joined(separator: "\n")
    for node in MarkdownDocument(body).allNodes {
      switch node.kind {
      case .codeBlock(let info, let fence?):
        checkEnd(of: node, fence)
        if let language = SwiftFence(info: info) { readCell(node, language) }
      case .code: readInlineValue(node)
      default: break
      }
    }
    endProse(before: text.lines.count + 1)
    return blocks
  }

  // MARK: Cells

  private mutating func readCell(_ node: MarkdownNode, _ fence: SwiftFence) {
    endProse(before: node.firstLine)
    proseLine = node.lastLine + 1
    if fence.hasAttributes {
      errors.append(.fenceAttributes(text.location(node.firstLine), info: fence.info))
    }
    let line = node.firstLine + 1
    let content = node.literal.hasSuffix("\n") ? String(node.literal.dropLast()) : node.literal
    let result = CellOptionsReader.read(content, line: line, defaults: defaults, file: text.file)
    errors += result.errors
    if let label = result.options.label {
      if let first = firstLineOfLabel[label] {
        errors.append(.duplicateLabel(text.location(line), label: label, firstLine: first))
      }
      firstLineOfLabel[label] = firstLineOfLabel[label] ?? line
    }
    blocks.append(
      .cell(
        Cell(
          index: cellCount, source: result.source, line: line + result.optionLines.count, options: result.options,
          optionLines: result.optionLines, fenceLines: node.firstLine...max(node.firstLine, node.lastLine))))
    cellCount += 1
  }

  /// A fence that its container or the file ends, and not a line of its own, was never closed.
  private mutating func checkEnd(of node: MarkdownNode, _ fence: MarkdownNode.Fence) {
    let last = node.lastLine <= text.lines.count ? text.lines[node.lastLine - 1] : ""
    let closing = last.drop { $0 == " " || $0 == "\t" || $0 == ">" }.reversed().drop { $0 == " " || $0 == "\t" }
    let isClosed =
      node.lastLine > node.firstLine && closing.count >= fence.length && closing.allSatisfy { $0 == fence.character }
    if !isClosed {
      let marks = String(repeating: fence.character, count: fence.length)
      errors.append(.unterminatedFence(text.location(node.firstLine), fence: marks))
    }
  }

  // MARK: Prose

  private mutating func readInlineValue(_ node: MarkdownNode) {
    guard let expression = InlineExpression.text(in: node.literal) else { return }
    if expression.isEmpty { errors.append(.emptyInlineValue(text.location(node.firstLine))) }
    inlineValues.append(Notebook.InlineValue(expression: expression, line: node.firstLine))
  }

  private mutating func endProse(before line: Int) {
    defer { inlineValues = [] }
    guard line > proseLine else { return }
    var lines = text.lines[(proseLine - 1)..<(line - 1)]
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    guard !lines.isEmpty else { return }
    blocks.append(
      .prose(
        Notebook.Prose(
          markdown: lines.joined(separator: "\n"), line: lines.startIndex + 1, inlineValues: inlineValues)))
  }
}

/// The info string of a fence whose code runs: `swift` or `{swift}`.
struct SwiftFence {
  let info: String

  /// Nil for a fence in any other language.
  init?(info: String) {
    let word = info.prefix { !$0.isWhitespace && $0 != "," }
    guard word == "swift" || word == "{swift}" || word == "{swift" else { return nil }
    self.info = info
  }

  /// Whether something stands beside the language that looks like options, as in `{swift echo=false}`.
  var hasAttributes: Bool { info != "{swift}" && info.contains("{") }
}

/// An expression in prose: a code span that begins with `{swift}`.
enum InlineExpression {
  /// What follows the mark; nil for any other code span.
  static func text(in code: String) -> String? {
    guard code.hasPrefix("{swift}") else { return nil }
    return code.dropFirst(7).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
