import Files
import Foundation
import NotebookKit

/// Code of a notebook as a Swift file for sourcekit-lsp.
///
/// The imports of all earlier declarations are on the first line, the code below it. So a line of the code is one
/// line further down in the file, whatever is imported.
package struct CellDocument: Equatable, Sendable {
  /// The Swift file, which exists for sourcekit-lsp only.
  package let file: URL
  package let code: String
  package let source: NotebookCheck.EditorSource

  package init(file: URL, code: String, source: NotebookCheck.EditorSource) {
    self.file = file
    self.code = code
    self.source = source
  }

  /// The file's text.
  ///
  /// It continues after the code, because a completion at a file's end, as after `print(`, makes sourcekit-lsp crash.
  package var text: String { source.prologue.joined(separator: "; ") + "\n" + Self.readable(code) + "\n" }

  /// Code in a form that sourcekit-lsp can read: every byte stays at its position.
  ///
  /// A NUL, which ends the code for its compiler, is a blank. A single carriage return, which Swift treats as a line
  /// end and a cell does not, becomes a line break.
  package static func readable(_ code: String) -> String {
    var bytes = Array(code.utf8)
    for index in bytes.indices {
      if bytes[index] == 0 { bytes[index] = UInt8(ascii: " ") }
      let isLast = index + 1 == bytes.count
      if bytes[index] == UInt8(ascii: "\r"), isLast || bytes[index + 1] != UInt8(ascii: "\n") {
        bytes[index] = UInt8(ascii: "\n")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The position in the file of one in the code.
  package func placeInFile(_ place: Place) -> Place { Place(line: place.line + 1, column: place.column) }

  /// The position in the code of one in the file; nil for one among the imports.
  package static func placeInCode(_ place: Place) -> Place? {
    place.line > 0 ? Place(line: place.line - 1, column: place.column) : nil
  }

  /// The parameters of a request about a position in the code, in UTF-16 units.
  package func parameters(at place: Place) -> JSON.Object {
    ["textDocument": ["uri": .string(file.absoluteString)], "position": placeInFile(place).json]
  }
}
