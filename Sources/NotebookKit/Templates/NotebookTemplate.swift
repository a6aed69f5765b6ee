/// A notebook to begin with, which runs as it is.
package enum NotebookTemplate: String, CaseIterable, Sendable {
  /// A question, its measurement and its answer, with controls, a table and figures.
  case report
  /// A walkthrough with an exercise, a hint and a solution.
  case lesson
  /// Generated items, a small model of them, and its mistakes.
  case data

  /// The notebook with a new title.
  package func text(titled title: String) -> String {
    // The title is the first line of the front matter.
    let lines = String(decoding: file, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return (lines.prefix(1) + ["title: \(Self.yaml(title))"] + lines.dropFirst(2)).joined(separator: "\n")
  }

  private var file: [UInt8] {
    switch self {
    case .report: PackageResources.report_md
    case .lesson: PackageResources.lesson_md
    case .data: PackageResources.data_md
    }
  }

  /// A text as a value in YAML, quoted unless it is plain words.
  private static func yaml(_ text: String) -> String {
    let isPlain = text.first?.isLetter == true && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " }
    return isPlain ? text : "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}
