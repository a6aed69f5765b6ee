import Foundation

/// Carries notebooks between our Markdown, Jupyter's `.ipynb` and Quarto's `.qmd`.
///
/// Sources, options and metadata pass both ways. Outputs do not enter our notebooks, and cell identifiers of Jupyter
/// are made anew.
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

  /// The bytes of `target`, whose format its name tells, from those of `file`.
  ///
  /// - Throws: ``ConversionError``.
  package static func convert(_ data: Data, file: URL, to target: URL) throws(ConversionError) -> Data {
    guard let from = Format(file) else { throw .unknownFormat(path: file.relativePath) }
    guard let to = Format(target) else { throw .unknownFormat(path: target.relativePath) }
    if from == to { throw .sameFormat(path: target.relativePath) }
    let markdown: Data
    switch from {
    case .markdown: markdown = data
    case .quarto: markdown = Data(QuartoFormat.toMarkdown(try text(data, file)).utf8)
    case .jupyter: markdown = Data(try JupyterImport.markdown(data, file: file.lastPathComponent).utf8)
    }
    switch to {
    case .markdown: return markdown
    case .quarto: return Data(QuartoFormat.fromMarkdown(try text(markdown, file)).utf8)
    case .jupyter:
      do {
        return JupyterExport.data(try NotebookParser.parse(source: markdown, file: file))
      } catch {
        throw .notebook(error)
      }
    }
  }

  private static func text(_ data: Data, _ file: URL) throws(ConversionError) -> String {
    do {
      return try SourceText(data, file: file.lastPathComponent).text
    } catch {
      throw .notebook(NotebookErrors([error]))
    }
  }
}
