import Foundation
import NotebookKit

/// Sources that readers have given to exercises. They live as long as the preview, and never reach the file.
package struct ExerciseAnswers: Sendable {
  /// By the exercise's label, or its source in the file.
  private var sources: [String: String] = [:]

  package init() {}

  /// The key of a cell in the file: cells with the same source are distinguished by their order.
  private static func key(of cell: Cell, in notebook: Notebook) -> String {
    let above = notebook.cells.prefix(cell.index).count { $0.source == cell.source }
    return cell.options.label.map { "label " + $0 } ?? "source \(above) " + cell.source
  }

  /// Receives a reader's source of a cell of the file; nil goes back to the file's.
  package mutating func set(_ source: String?, for cell: Cell, of notebook: Notebook) {
    sources[Self.key(of: cell, in: notebook)] = source?.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
  }

  /// The notebook with these sources.
  ///
  /// - Throws: ``LiveError/answerLeavesCell(line:)`` and ``LiveError/answerSetsOption(line:)`` for a source that would not be
  ///   its cell's in the file.
  package func applied(to notebook: Notebook) throws -> Notebook {
    var result = notebook
    for cell in notebook.cells {
      guard let source = sources[Self.key(of: cell, in: notebook)], cell.options.tags.contains(.exercise),
        source != cell.source
      else { continue }
      let answer = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if let line = answer.first(where: { $0.contains(/^\s*(```|~~~)/) }) {
        throw LiveError.answerLeavesCell(line: line)
      }
      if let line = answer.first, line.contains(/^\s*\/\/\|/) { throw LiveError.answerSetsOption(line: line) }
      // The notebook is not parsed again: the lines of the cells below stay those of the file.
      result = result.replacing(sourceOfCell: cell.index, by: source)
    }
    return result
  }
}
