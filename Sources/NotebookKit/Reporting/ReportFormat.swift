/// A format in which a finished report can be written.
package enum ReportFormat: String, CaseIterable, Sendable {
  case html
  /// GitHub's Markdown, with its images in files beside it.
  case markdown = "md"
  /// Jupyter's notebook with its outputs.
  case jupyter = "ipynb"
  /// The page as an installed Chromium prints it.
  case pdf
}
