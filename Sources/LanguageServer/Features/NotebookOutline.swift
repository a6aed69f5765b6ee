import Files
import Foundation
import NotebookKit

/// The headings and cells of a notebook, as an editor's outline and folds.
struct NotebookOutline {
  private struct Entry {
    var name: String
    var detail: String
    /// 0 for a cell.
    var level: Int
    /// From 0.
    var lines: ClosedRange<Int>
    var ownLine: Int
  }

  private let request: NotebookRequest
  private let entries: [Entry]

  init(_ request: NotebookRequest) {
    self.request = request
    let notebook = request.text.notebook
    let lastLine = request.text.text.lines.count - 1
    var entries: [Entry] = notebook.cells.map { cell in
      let start = cell.fenceLines.lowerBound - 1
      let lines = start...max(start, min(cell.fenceLines.upperBound - 1, lastLine))
      let first = cell.source.split(separator: "\n").first { !$0.allSatisfy(\.isWhitespace) }
      return Entry(
        name: cell.options.label ?? "Cell \(cell.index + 1)",
        detail: first.map { $0.trimmingCharacters(in: .whitespaces) } ?? "", level: 0, lines: lines,
        ownLine: lines.lowerBound)
    }
    var open: [Int] = []
    for node in notebook.document.nodes {
      guard case .heading(let level) = node.kind, node.firstLine >= 1, node.firstLine - 1 <= lastLine else { continue }
      let line = node.firstLine - 1
      while let last = open.last, entries[last].level >= level {
        entries[last].lines = entries[last].lines.lowerBound...max(entries[last].lines.lowerBound, line - 1)
        open.removeLast()
      }
      let name = notebook.document.plainText(of: node).trimmingCharacters(in: .whitespaces)
      open.append(entries.count)
      entries.append(
        Entry(name: name.isEmpty ? "#" : name, detail: "", level: level, lines: line...lastLine, ownLine: line))
    }
    self.entries = entries.sorted {
      ($0.lines.lowerBound, -$0.lines.upperBound) < ($1.lines.lowerBound, -$1.lines.upperBound)
    }
  }

  // MARK: - Symbols

  /// Headings and cells, cells below their headings if the client knows nested symbols.
  func symbols(isNested: Bool) -> JSON {
    if !isNested {
      return .array(
        entries.map { entry in
          [
            "name": .string(entry.name), "kind": .integer(kind(entry)),
            "location": [
              "uri": .string(request.notebook.address), "range": range(entry.lines).json,
            ],
          ]
        })
    }
    var rest = entries[...]
    return .array(nested(&rest, within: 0...Int.max))
  }

  private func nested(_ rest: inout ArraySlice<Entry>, within lines: ClosedRange<Int>) -> [JSON] {
    var symbols: [JSON] = []
    while let entry = rest.first, lines.contains(entry.lines.lowerBound) {
      rest.removeFirst()
      var symbol: JSON.Object = [
        "name": .string(entry.name), "kind": .integer(kind(entry)), "range": range(entry.lines).json,
        "selectionRange": range(entry.ownLine...entry.ownLine).json,
      ]
      if !entry.detail.isEmpty { symbol["detail"] = .string(entry.detail) }
      // Nothing is below a cell.
      let children = entry.level > 0 ? nested(&rest, within: entry.lines) : []
      if !children.isEmpty { symbol["children"] = .array(children) }
      symbols.append(.object(symbol))
    }
    return symbols
  }

  /// A heading is a string in the protocol, a cell a function.
  private func kind(_ entry: Entry) -> Int { entry.level > 0 ? 15 : 12 }

  private func range(_ lines: ClosedRange<Int>) -> Range<Place> {
    let end = request.range(
      line: lines.upperBound, bytes: 0..<request.text.text.lines[lines.upperBound].utf8.count
    ).upperBound
    return Place(line: lines.lowerBound, column: 0)..<end
  }

  // MARK: - Folds

  /// Sections, cells, option lines and the front matter.
  var foldingRanges: JSON {
    var folds = entries.map(\.lines)
    let front = request.text.notebook.frontMatterLines
    if !front.isEmpty { folds.append(front.lowerBound - 1...front.upperBound - 2) }
    for cell in request.text.notebook.cells where cell.optionLines.count > 1 {
      folds.append(cell.line - 1 - cell.optionLines.count...cell.line - 2)
    }
    return .array(
      folds.filter { $0.count > 1 }.map {
        ["startLine": .integer($0.lowerBound), "endLine": .integer($0.upperBound), "kind": "region"]
      })
  }
}
