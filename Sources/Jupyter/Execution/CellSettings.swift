import Foundation
import NotebookKit

/// Settings of a cell of front matter for all cells below it.
package struct CellSettings: Sendable {
  /// Nil if the notebook has no such cell.
  package let block: FrontMatterBlock?
  /// A notebook with only this front matter, in the folder in which cells run.
  package let notebook: Notebook

  package static let lateSentence =
    "Front matter must come before the first code cell, because its packages, sources and parameters apply to all cells. "
    + "Restart the kernel, then run this cell first."

  /// - Parameter block: Nil for the settings of a notebook without front matter.
  /// - Throws: ``NotebookErrors`` with everything that is wrong in the YAML.
  package init(_ block: FrontMatterBlock?, in folder: URL) throws(NotebookErrors) {
    self.block = block
    notebook = try NotebookParser.parse(
      source: Data((block?.text ?? "").utf8), file: folder.appending(path: CellRunner.fileName))
  }
}
