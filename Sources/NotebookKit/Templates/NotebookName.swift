import Foundation

/// The requested path of a new notebook, and what follows from it.
package struct NotebookName: Equatable, Sendable {
  /// The notebook's file, which ends in `.md`.
  package let file: URL
  /// The title that the file's name suggests: `Pitch report` for `pitch_report.md`.
  package let title: String

  /// Reads a path; `.md` is added to one without it.
  ///
  /// - Throws: ``NewNotebookError`` for a path without a name, and for the name of another format or of a folder.
  package init(_ path: String) throws(NewNotebookError) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let written = URL(filePath: path)
    switch written.pathExtension.lowercased() {
    case _ where path.hasSuffix("/") || [".", ".."].contains(name): throw .isFolder(path: path)
    case _ where name.isEmpty || name.lowercased() == ".md": throw .noName(path: path)
    case "ipynb", "qmd": throw .otherFormat(path: path, markdown: written.deletingPathExtension().relativePath + ".md")
    case "md": file = written
    default: file = URL(filePath: path + ".md")
    }
    title = Self.title(of: file.deletingPathExtension().lastPathComponent)
  }

  /// The words of a name. A hyphen between digits stays, as in a date.
  private static func title(of name: String) -> String {
    let characters = Array(name).filter { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } }
    let spaced = characters.indices.map { index -> Character in
      let neighbours = [index - 1, index + 1].filter(characters.indices.contains)
      let isBetweenDigits = neighbours.count == 2 && neighbours.allSatisfy { characters[$0].isNumber }
      return characters[index] == "_" || characters[index] == "-" && !isBetweenDigits ? " " : characters[index]
    }
    let words = spaced.split(whereSeparator: \.isWhitespace).map { String($0) }.joined(separator: " ")
    let title = words.drop { $0 == "." }
    return title.isEmpty ? String(characters) : title.prefix(1).uppercased() + title.dropFirst()
  }
}
