import Foundation
import NotebookKit

/// Sources that readers have given to exercises. They live as long as the preview, and never reach the file.
package struct ExerciseAnswers: Sendable {
  /// By the exercise's label, or its source in the file.
  private var sources: [String: String] = [:]

  package init() {}

  /// The key of a cell of the file: cells of one source are told by their order.
  private static func key(of cell: Cell, in notebook: Notebook) -> String {
    let above = notebook.cells.prefix(cell.index).count { $0.source == cell.source }
    return cell.options.label.map { "label " + $0 } ?? "source \(above) " + cell.source
  }

  /// Takes in a reader's source of a cell of the file; nil goes back to the file's.
  package mutating func set(_ source: String?, for cell: Cell, of notebook: Notebook) {
    sources[Self.key(of: cell, in: notebook)] = source?.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
  }

  /// The notebook with these sources in place of its own.
  ///
  /// - Throws: ``LiveError/answerLeavesCell(line:)`` for a source that would end its cell, and the parser's errors.
  package func applied(to notebook: Notebook) throws -> Notebook {
    if sources.isEmpty { return notebook }
    var lines = notebook.lines.map(String.init)
    var isChanged = false
    for cell in notebook.cells.reversed() {
      guard let source = sources[Self.key(of: cell, in: notebook)], cell.options.tags.contains("exercise"),
        source != cell.source
      else { continue }
      let answer = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if let line = answer.first(where: { $0.contains(/^\s*(```|~~~)/) }) {
        throw LiveError.answerLeavesCell(line: line)
      }
      if let line = answer.first, line.contains(/^\s*\/\/\|/) { throw LiveError.answerSetsOption(line: line) }
      let end = max(cell.line - 1, cell.fenceLines.upperBound - 1)
      let old = notebook.lines[(cell.line - 1)..<end]
      let indentation = old.first { !$0.isEmpty }?.prefix { $0 == " " || $0 == ">" } ?? ""
      let isNested = notebook.lines[cell.fenceLines.lowerBound - 1].first.map { $0 == " " || $0 == ">" } ?? false
      lines.replaceSubrange(
        (cell.line - 1)..<end, with: isNested ? answer.map { indentation + $0 } : answer)
      isChanged = true
    }
    guard isChanged else { return notebook }
    let answered = try NotebookParser.parse(source: Data(lines.joined(separator: "\n").utf8), file: notebook.file)
    return notebook.pageFiles.isEmpty ? answered : answered.notingPageFiles()
  }
}
