import Display
import Foundation

/// A report as Markdown for GitHub, with its images and sounds in files beside it.
package enum MarkdownExport {
  /// A file that the Markdown refers to.
  package struct Attachment: Equatable, Sendable {
    /// Relative to the folder that was named.
    package var path: String
    package var data: Data
  }

  /// - Parameters:
  ///   - report: A finished run.
  ///   - folder: The folder beside the Markdown file for attachments, as written in the text.
  /// - Returns: The text in UTF-8, and the files for that folder.
  package static func export(_ report: Report, folder: String) -> (markdown: Data, attachments: [Attachment]) {
    var writer = MarkdownWriter(report: report, folder: folder)
    let text = writer.write()
    return (Data(text.utf8), writer.attachments)
  }
}
