import Files
import Foundation

/// Reads a notebook: Markdown whose fences of Swift are cells.
package enum NotebookParser {
  /// The notebook in a file.
  ///
  /// - Throws: ``NotebookErrors``: the file is missing, a folder or unreadable, or its text is wrong.
  package static func read(_ file: URL) throws(NotebookErrors) -> Notebook {
    var isDirectory = false
    if !FileManager.default.fileExists(atPath: file.path, isDirectory: &isDirectory) {
      throw NotebookErrors([.missing(path: file.relativePath)])
    }
    if isDirectory { throw NotebookErrors([.isDirectory(path: file.relativePath)]) }
    if let error = NotebookError.foreignFile(file) { throw NotebookErrors([error]) }
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw NotebookErrors([.unreadable(path: file.relativePath, reason: SystemReason.of(error))])
    }
    return try parse(source: data, file: file)
  }

  /// The notebook in some bytes; a byte order mark and carriage returns are taken out.
  ///
  /// - Parameters:
  ///   - source: UTF-8.
  ///   - file: Where the bytes came from; messages name its last component.
  ///   - dialect: What a plain fence of Swift is; nil takes what the file's name says.
  /// - Throws: ``NotebookErrors`` with everything that is wrong, by line. Code that does not compile is not.
  package static func parse(
    source: Data, file: URL, dialect: SwiftFence.Dialect? = nil
  ) throws(NotebookErrors) -> Notebook {
    let text: SourceText
    do {
      text = try SourceText(source, file: file.lastPathComponent)
    } catch {
      throw NotebookErrors([error])
    }
    let (notebook, errors) = notebook(text, file: file, dialect: dialect)
    if !errors.isEmpty { throw NotebookErrors(errors) }
    return notebook
  }

  /// The notebook in a text that somebody is writing, as far as it can be told, and what is wrong with it.
  package static func draft(_ text: String, file: URL) -> (notebook: Notebook, errors: [NotebookError]) {
    notebook(SourceText(text: text, file: file.lastPathComponent), file: file, dialect: nil)
  }

  private static func notebook(
    _ text: SourceText, file: URL, dialect: SwiftFence.Dialect?
  ) -> (Notebook, [NotebookError]) {
    let front = FrontMatterReader(text)
    let frontMatter = front.frontMatter
    let dialect = dialect ?? (file.pathExtension.lowercased() == "qmd" ? .quarto : .markdown)
    var document = MarkdownDocument(
      text.blanked(upTo: front.lineCount), smartPunctuation: frontMatter.language.hasPrefix("en")
    ).including(from: file, smartPunctuation: frontMatter.language.hasPrefix("en"))
    if frontMatter.html != .escaped { document = document.closingHTML(dialect) }
    var defaults = frontMatter.defaults
    defaults.languageMode = defaults.languageMode ?? frontMatter.languageMode
    let body = BodyReader(document, of: text, defaults: defaults, dialect: dialect)
    let texts = TextReader(frontMatter, body.cells, firstID: body.inlineValues.count)
    let notebook = Notebook(
      file: file, source: text.text, lines: text.lines, frontMatter: frontMatter,
      frontMatterLines: 1..<(front.lineCount + 1), document: document, cells: body.cells,
      inlineValues: body.inlineValues + texts.inlineValues, texts: texts.texts, cellIndices: body.cellIndices,
      inlineValueIDs: body.inlineValueIDs)
    return (notebook, front.errors + body.errors)
  }
}
