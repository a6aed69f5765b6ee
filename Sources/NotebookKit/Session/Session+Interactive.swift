import Foundation
import KernelProtocol

/// Cells that come one by one.
extension Session {
  /// Makes place for the record of a cell that is not in the notebook as it was read.
  package func makePlace(forCell index: Int) { state.makePlace(forCell: index) }

  /// Hands out the record of a cell; it is forgotten here, since a front has shown it.
  package func takeRecord(ofCell index: Int) -> CellRecord { state.takeRecord(ofCell: index) }

  /// Hands out the value of an inline expression; nil if it was not evaluated.
  package func takeInlineResult(_ id: Notebook.InlineValue.ID) -> InlineResult? { state.takeInlineResult(id) }

  /// The source of code that sees all that the steps performed so far declare, as an editor has it; nil where another
  /// compiler stands in for the toolchain's.
  ///
  /// - Throws: The file system's errors.
  package func editorSource(module: String) throws -> NotebookCheck.EditorSource? {
    try (tools.compiler as? CellCompiler).map { try compiled.editorSource(module: module, compiler: $0) }
  }

  /// Answers ``KernelEvent/inputWanted(number:)``: a line without its end, or nil for the end of input.
  package func answer(_ line: String?, to number: Int) { kernel?.send(.input(line, number: number)) }
}
