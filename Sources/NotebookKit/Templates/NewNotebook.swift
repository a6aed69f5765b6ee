import Files
import Foundation

/// A notebook that is made from a template.
package struct NewNotebook: Sendable {
  /// The notebook's file.
  package let file: URL
  /// The notebook's text.
  package let text: String
  private let path: String

  /// - Throws: ``NewNotebookError`` for a path that names no notebook.
  package init(_ path: String, from template: NotebookTemplate) throws(NewNotebookError) {
    let name = try NotebookName(path)
    self.path = path
    file = name.file
    text = template.text(titled: name.title)
  }

  /// Writes the notebook. An existing file stays unchanged.
  ///
  /// - Throws: ``NewNotebookError`` for a file that is there, and for a folder that is not; `FileError`.
  package func write() throws {
    let folder = file.deletingLastPathComponent()
    guard Self.isFolder(folder) else {
      throw NewNotebookError.noFolder(path: file.relativePath, folder: folder.relativePath)
    }
    // A user who names a folder wants the notebook inside it, not beside it.
    for url in [URL(filePath: path), file] where Self.isFolder(url) {
      throw NewNotebookError.isFolder(path: url.relativePath)
    }
    guard try AtomicFile.create(Data(text.utf8), at: file) else {
      throw NewNotebookError.exists(path: file.relativePath)
    }
  }

  private static func isFolder(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
