import Foundation

/// The text of a Jupyter cell of Markdown as a part of an Etude notebook, in which it means the same.
///
/// Each Jupyter cell is a separate document whose fences never run. So samples and inline code do not run, and whatever
/// is open at the end of the cell ends there.
struct JupyterProse {
  private(set) var markdown: String
  /// Notices about changes.
  private(set) var notices: [String] = []

  /// - Parameter hasInlineValues: True if code that begins with `{swift}` is an inline value, as in Etude notebooks.
  init(_ source: String, hasInlineValues: Bool) {
    markdown = SourceText(text: source, file: "").text
    replaceWhatWouldRun(hasInlineValues: hasInlineValues)
    closeFencesInContainers()
    let closed = ClosedMarkdown(markdown)
    markdown = closed.text
    notices += closed.notices
  }

  // MARK: Samples

  private mutating func replaceWhatWouldRun(hasInlineValues: Bool) {
    let text = SourceText(text: markdown, file: "")
    let document = MarkdownDocument(markdown)
    var edits: [(range: Range<Int>, text: String)] = []
    let lineStarts = text.lines.lineStarts
    for node in document.nodes {
      switch node.kind {
      case .codeBlock(let info, let fence?):
        guard
          SwiftFence(info: info) != nil || RawFence.format(of: info) != nil || SampleFence.original(of: info) != nil,
          let line = text.lines[safe: node.firstLine - 1], let range = FenceText.info(in: line, of: fence)
        else { continue }
        let start = lineStarts[node.firstLine - 1]
        edits.append(((start + range.lowerBound)..<(start + range.upperBound), SampleFence.info(for: info)))
      case .htmlBlock where node.parent == 0:
        guard let escaped = CellMark.escaped(node.literal), let line = text.lines[safe: node.firstLine - 1] else {
          continue
        }
        let start = lineStarts[node.firstLine - 1]
        edits.append((start..<(start + line.utf8.count), escaped))
      case .code:
        guard !hasInlineValues, let expression = InlineExpression.text(in: node.literal), let range = node.source else {
          continue
        }
        let marks = markdown.utf8.dropFirst(range.lowerBound).prefix { $0 == UInt8(ascii: "`") }
        let ticks = String(decoding: marks, as: UTF8.self)
        edits.append((range, "\(ticks)  {swift} \(expression) \(ticks)"))
        notices.append("`{swift} \(expression)` would be an inline value here; it has a blank in front.")
      default: continue
      }
    }
    markdown = markdown.replacing(edits)
  }

  // MARK: Ends

  /// Closes fences that the end of a list item, quote or footnote closes: here each needs its own closing line.
  private mutating func closeFencesInContainers() {
    let lines = SourceText(text: markdown, file: "").lines
    let lineStarts = lines.lineStarts
    var edits: [(range: Range<Int>, text: String)] = []
    for node in MarkdownDocument(markdown).nodes {
      guard case .codeBlock(_, let fence?) = node.kind, !node.isClosed(by: fence, in: lines),
        let line = lines[safe: node.firstLine - 1]
      else { continue }
      let container = CellContainer(fence: line)
      if container.isEmpty { continue }
      let end = lineStarts[min(node.lastLine, lines.count)] - 1
      edits.append(
        (end..<end, "\n" + container.following + String(repeating: fence.character, count: fence.length)))
      notices.append("The fence of code in a list, quote or footnote is not closed; it ends with that element.")
    }
    markdown = markdown.replacing(edits)
  }
}

extension String {
  /// The text with some ranges of its bytes replaced, which do not overlap.
  func replacing(_ edits: [(range: Range<Int>, text: String)]) -> String {
    guard !edits.isEmpty else { return self }
    let bytes = Array(utf8)
    var result: [UInt8] = []
    var next = 0
    // An insertion before a replaced range comes first.
    let sorted = edits.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for edit in sorted where edit.range.lowerBound >= next {
      result += bytes[next..<edit.range.lowerBound]
      result += Array(edit.text.utf8)
      next = edit.range.upperBound
    }
    return String(decoding: result + bytes[next...], as: UTF8.self)
  }
}
