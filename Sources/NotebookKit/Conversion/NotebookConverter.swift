import Foundation

/// Carries notebooks between our Markdown, Jupyter's `.ipynb` and Quarto's `.qmd`.
///
/// Sources, options, metadata and identifiers pass both ways. Outputs do not enter our notebooks.
package enum NotebookConverter {
  package enum Format: Equatable, Sendable {
    case markdown, quarto, jupyter

    /// The format that a file's name promises.
    package init?(_ file: URL) {
      switch file.pathExtension.lowercased() {
      case "md", "markdown": self = .markdown
      case "qmd": self = .quarto
      case "ipynb": self = .jupyter
      default: return nil
      }
    }
  }

  /// A converted notebook.
  package struct Result: Equatable, Sendable {
    package var data: Data
    /// Notices about changed content, with the number of the cell or line.
    package var notices: [String]
  }

  /// The bytes of `target`, whose format is given by its name, from those of `file`.
  ///
  /// - Throws: ``ConversionError``.
  package static func convert(_ data: Data, file: URL, to target: URL) throws(ConversionError) -> Result {
    guard let from = Format(file) else { throw .unknownFormat(path: file.relativePath) }
    guard let to = Format(target) else { throw .unknownFormat(path: target.relativePath) }
    if from == to { throw .sameFormat(path: target.relativePath) }
    let (markdown, notices) = try markdown(of: data, file, from)
    switch to {
    case .markdown: return Result(data: Data(markdown.utf8), notices: notices)
    case .quarto: return Result(data: Data(QuartoFormat.fromMarkdown(markdown).utf8), notices: notices)
    case .jupyter:
      do {
        // The file may be Quarto's, but the text no longer is.
        let notebook = try NotebookParser.parse(source: Data(markdown.utf8), file: file, dialect: .markdown)
        return Result(data: JupyterExport.data(notebook), notices: notices + JupyterExport.notices(of: notebook))
      } catch {
        throw .notebook(error)
      }
    }
  }

  /// The text as Markdown of ours.
  private static func markdown(
    of data: Data, _ file: URL, _ format: Format
  ) throws(ConversionError) -> (text: String, notices: [String]) {
    if format == .jupyter { return try JupyterImport.markdown(data, file: file.lastPathComponent) }
    let text: String
    do {
      text = try SourceText(data, file: file.lastPathComponent).text
    } catch {
      throw .notebook(NotebookErrors([error]))
    }
    if format == .markdown { return (text, []) }
    return (QuartoFormat.toMarkdown(text), QuartoFormat.notices(of: text, file: file.lastPathComponent))
  }
}
