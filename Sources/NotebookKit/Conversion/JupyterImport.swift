import Files
import Foundation

/// Jupyter's notebooks as ours.
enum JupyterImport {
  /// The notebook's cells as Markdown; outputs are left behind, since running the notebook makes them.
  static func markdown(_ data: Data, file: String) throws(ConversionError) -> String {
    guard let root = try? JSON(parsing: data) else { throw .notJSON(file: file) }
    if let version = root["nbformat"]?.integer, version < 4 { throw .oldFormat(file: file, version: version) }
    guard let cells = root["cells"]?.array else { throw .notANotebook(file: file) }
    let metadata = root["metadata"]?.object ?? [:]
    let language = metadata["language_info"]?["name"]?.string ?? metadata["kernelspec"]?["language"]?.string
    if let language, language.lowercased() != "swift" { throw .notSwift(file: file, language: language) }

    var rest = cells[...]
    var frontMatter: [String] = []
    if let first = cells.first, first["cell_type"]?.string == "raw", let text = first["source"]?.multilineText,
      text.hasPrefix("---\n"), text.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix("\n---")
    {
      frontMatter = text.trimmingCharacters(in: .whitespacesAndNewlines).split(
        separator: "\n", omittingEmptySubsequences: false
      ).dropFirst().dropLast().map(String.init)
      rest = rest.dropFirst()
    } else if let title = metadata["title"]?.string {
      frontMatter = ["title: \(JSON.quote(title))"]
    }
    let known: Set = ["kernelspec", "language_info", "title", "authors"]
    let foreign = metadata.filter { !known.contains($0.name) }
    if !foreign.isEmpty { frontMatter.append("jupyter: \(JSON.object(foreign).line)") }

    var directives = DirectiveImport(besides: frontMatter)
    var parts: [String] = []
    var wasMarkdown = false
    for cell in rest {
      let text = cell["source"]?.multilineText ?? ""
      let metadata = cell["metadata"]?.object ?? [:]
      switch cell["cell_type"]?.string {
      case "code":
        let source = directives.take(from: text)
        wasMarkdown = false
        // A cell that only installed packages is gone.
        if source != text, source.allSatisfy(\.isWhitespace) { continue }
        parts.append(code(source, metadata))
      case "raw":
        parts.append(fence(text, "{=\(metadata["format"]?.string ?? "raw")}"))
        wasMarkdown = false
      default:
        if wasMarkdown || !metadata.isEmpty { parts.append(CellMark.text(metadata)) }
        let embedded = withAttachments(text, cell["attachments"]?.object ?? [:])
        parts.append(embedded.trimmingCharacters(in: .newlines))
        wasMarkdown = true
      }
    }
    frontMatter += directives.frontMatter
    if !frontMatter.isEmpty { parts.insert("---\n" + frontMatter.joined(separator: "\n") + "\n---", at: 0) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func code(_ source: String, _ metadata: JSON.Object) -> String {
    var options: [String] = []
    var foreign = metadata
    let written = source.split(separator: "\n").prefix { $0.hasPrefix("//|") }.joined(separator: "\n")
    if let tags = metadata["tags"], !written.contains("//| tags:") {
      options.append("//| tags: \(tags.line)")
    }
    foreign["tags"] = nil
    if !foreign.isEmpty { options.append("//| jupyter: \(JSON.object(foreign).line)") }
    let lines = options + (source.isEmpty ? [] : [source])
    return fence(lines.joined(separator: "\n"), "swift")
  }

  private static func fence(_ text: String, _ info: String) -> String {
    var longest = 2
    for match in text.matches(of: /`{3,}/) { longest = max(longest, match.output.count) }
    let marks = String(repeating: "`", count: longest + 1)
    return marks + info + "\n" + text + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + marks
  }

  /// Pictures that Jupyter keeps beside a cell's text stand in it as `data:` URLs.
  private static func withAttachments(_ text: String, _ attachments: JSON.Object) -> String {
    var result = text
    for attachment in attachments.members {
      guard let image = attachment.value.object?.members.first, let base64 = image.value.multilineText else { continue }
      let plain = base64.filter { !$0.isWhitespace }
      result = result.replacing("attachment:\(attachment.name)", with: "data:\(image.name);base64,\(plain)")
    }
    return result
  }
}

/// The comment that parts two cells of prose, or carries what Jupyter knows of one.
enum CellMark {
  static func text(_ metadata: JSON.Object) -> String {
    metadata.isEmpty ? "<!-- cell -->" : "<!-- cell \(JSON.object(metadata).line) -->"
  }

  /// The metadata of a line that is such a comment; nil for any other line.
  static func metadata(in line: Substring) -> JSON.Object? {
    guard let match = line.wholeMatch(of: /<!-- cell ?(.*?) ?-->\s*/) else { return nil }
    if match.output.1.isEmpty { return [:] }
    return (try? JSON(parsing: match.output.1.utf8))?.object
  }
}
