import Foundation

/// A part of a notebook's prose that is one cell in Jupyter.
struct ProsePart: Equatable {
  enum Kind: Equatable {
    case markdown
    /// A raw block: its format and its text.
    case raw(format: String, text: String)
  }

  var kind: Kind
  /// The notebook's lines, from 1, marks left out.
  var lines: Range<Int>
  /// The mark above it.
  var mark: CellMark?

  /// Some lines of prose parted at the marks of Jupyter's own cells and at raw blocks, which are nodes of the tree.
  ///
  /// - Parameter blocks: The outermost blocks of the notebook in the order of their lines.
  static func parts(of notebook: Notebook, blocks: ArraySlice<MarkdownNode>, in lines: Range<Int>) -> [ProsePart] {
    var parts: [ProsePart] = []
    var mark: CellMark?
    var start = lines.lowerBound
    func takeMarkdown(upTo end: Int) {
      let own = mark?.kind == .markdown ? mark : nil
      let text = notebook.lines[(start - 1)..<max(start - 1, end - 1)]
      if own != nil || !text.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) {
        parts.append(ProsePart(kind: .markdown, lines: start..<max(start, end), mark: own))
      }
    }
    for node in blocks {
      switch node.kind {
      case .htmlBlock:
        guard let next = CellMark(node.literal) else { continue }
        takeMarkdown(upTo: node.firstLine)
        (mark, start) = (next, node.lastLine + 1)
      case .codeBlock(let info, _?):
        guard let format = RawFence.format(of: info) else { continue }
        takeMarkdown(upTo: node.firstLine)
        let text = node.literal.hasSuffix("\n") ? String(node.literal.dropLast()) : node.literal
        parts.append(
          ProsePart(
            kind: .raw(format: format, text: text), lines: node.firstLine..<(node.lastLine + 1),
            mark: mark?.kind == .raw ? mark : nil))
        (mark, start) = (nil, node.lastLine + 1)
      default: continue
      }
    }
    if start <= lines.upperBound { takeMarkdown(upTo: lines.upperBound) }
    return parts
  }
}
