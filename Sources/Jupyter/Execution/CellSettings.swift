import Foundation
import NotebookKit

/// A cell that is front matter: YAML between two lines of hyphens, as at the top of a Markdown notebook.
package struct CellSettings: Sendable {
  package let text: String
  /// A notebook of this front matter and nothing else, in the folder in which cells run.
  package let notebook: Notebook

  package static let lateSentence =
    "Front matter comes before the first cell of code, since packages, sources and parameters are there for all cells. "
    + "Restart the kernel, then run this cell first."

  /// - Throws: ``NotebookErrors`` with everything that is wrong in the YAML.
  package init(_ text: String, in folder: URL) throws(NotebookErrors) {
    self.text = text
    notebook = try NotebookParser.parse(
      source: Data(text.utf8), file: folder.appending(path: CellRunner.fileName))
  }

  /// The front matter that a cell is; nil for a cell of code.
  package static func block(in code: String) -> String? {
    let lines = code.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let text = lines.drop { $0.allSatisfy(\.isWhitespace) }
    guard let last = text.lastIndex(where: { !$0.allSatisfy(\.isWhitespace) }), last > text.startIndex else {
      return nil
    }
    let block = text[...last]
    let ends = [block.first, block.last].compactMap { $0?.trimmingCharacters(in: .whitespaces) }
    guard ends[0] == "---", ends[1] == "---" || ends[1] == "..." else { return nil }
    return block.joined(separator: "\n") + "\n"
  }
}
