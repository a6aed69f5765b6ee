import Files
import Foundation

/// Reads a Jupyter notebook and writes it as Markdown of ours.
struct JupyterImport {
  private let file: String
  private var parts: [String] = []
  private var wasMarkdown = false
  private var hasInlineValues = false
  /// Sentences about what could not be kept, with the numbers of the cells.
  private(set) var notices: [String] = []

  /// The notebook's cells as Markdown; outputs are left behind, since running the notebook makes them.
  static func markdown(_ data: Data, file: String) throws(ConversionError) -> (text: String, notices: [String]) {
    guard let root = try? JSON(parsing: data) else { throw .notJSON(file: file) }
    if let version = root["nbformat"]?.integer, version < 4 { throw .oldFormat(file: file, version: version) }
    guard let cells = root["cells"]?.array else { throw .notANotebook(file: file) }
    let metadata = root["metadata"]?.object ?? [:]
    let language = metadata["language_info"]?["name"]?.string ?? metadata["kernelspec"]?["language"]?.string
    if let language, language.lowercased() != "swift" { throw .notSwift(file: file, language: language) }
    var reader = JupyterImport(file: file)
    reader.read(cells, metadata)
    return (reader.parts.joined() + "\n", reader.notices)
  }

  private init(file: String) { self.file = file }

  private mutating func read(_ cells: [JSON], _ metadata: JSON.Object) {
    hasInlineValues = metadata["etude"]?["inline_values"] == .boolean(true)
    let front = FrontMatterCell(cells.first)
    var lines = front.lines(with: metadata)
    var directives = DirectiveImport(besides: lines)
    // They go into the front matter, which stands above all cells.
    let sources = cells.map { cell in
      let text = cell["source"]?.multilineText ?? ""
      return cell["cell_type"]?.string == "code" ? directives.take(from: text) : text
    }
    lines += directives.frontMatter
    if !lines.isEmpty { append((["---"] + lines + ["---"]).joined(separator: "\n")) }
    for (index, cell) in cells.enumerated().dropFirst(front.isPresent ? 1 : 0) {
      let source = sources[index]
      // A cell that only installed packages is gone.
      if source.allSatisfy(\.isWhitespace), source != cell["source"]?.multilineText ?? "" { continue }
      read(cell, source: source, number: index + 1)
    }
    let withOutputs = cells.indices.filter { !(cells[$0]["outputs"]?.array ?? []).isEmpty }
    if !withOutputs.isEmpty {
      let numbers = withOutputs.map { "\($0 + 1)" }.joined(separator: ", ")
      notices.append(
        "\(file), cell\(withOutputs.count == 1 ? "" : "s") \(numbers): Outputs are left behind; running the notebook makes them."
      )
    }
  }

  private mutating func read(_ cell: JSON, source: String, number: Int) {
    var metadata = cell["metadata"]?.object ?? [:]
    let position = metadata[JupyterWriter.ownKey]?.object
    metadata[JupyterWriter.ownKey] = nil
    var kept = (cell.object ?? [:]).filter {
      !["cell_type", "source", "metadata", "outputs", "execution_count", "attachments"].contains($0.name)
        && !($0.name == "id" && $0.value.string == "cell-\(number)")
    }
    let type = cell["cell_type"]?.string ?? "none"
    switch type {
    case "code":
      if !kept.isEmpty { metadata[JupyterWriter.cellKey] = .object(kept) }
      append(Self.code(SourceText(text: source, file: "").text, metadata), at: position)
      wasMarkdown = false
    case "raw":
      if let rest = cell["attachments"] { kept["attachments"] = rest }
      if !kept.isEmpty { metadata[JupyterWriter.cellKey] = .object(kept) }
      raw(source, metadata)
    default:
      if type != "markdown" {
        notices.append(
          "\(file), cell \(number): Its type is `\(type)`, which is not known; its text is kept as Markdown.")
      }
      let embedded = JupyterAttachments.embed(cell["attachments"]?.object ?? [:], in: source)
      if !embedded.rest.isEmpty { kept["attachments"] = .object(embedded.rest) }
      if !kept.isEmpty { metadata[JupyterWriter.cellKey] = .object(kept) }
      let prose = JupyterProse(embedded.text, hasInlineValues: hasInlineValues)
      notices += prose.notices.map { "\(file), cell \(number): \($0)" }
      markdown(prose.markdown.trimmingCharacters(in: .newlines), metadata, at: position)
    }
  }

  // MARK: Cells

  private mutating func markdown(_ text: String, _ metadata: JSON.Object, at position: JSON.Object?) {
    let opensFrontMatter = parts.isEmpty && text.hasPrefix("---")
    if position == nil, wasMarkdown || opensFrontMatter || text.isEmpty || !metadata.isEmpty {
      append(CellMark(metadata: metadata).text)
    }
    if !text.isEmpty { append(text, at: position) }
    wasMarkdown = true
  }

  private mutating func raw(_ text: String, _ metadata: JSON.Object) {
    var metadata = metadata
    var format = "raw"
    if let known = metadata["format"]?.string, known != "raw", RawFence.isFormat(known) {
      format = known
      metadata["format"] = nil
    }
    if !metadata.isEmpty { append(CellMark(kind: .raw, metadata: metadata).text) }
    append(FenceText.block(text, info: "{=\(format)}", keepsLineEnd: true))
    wasMarkdown = false
  }

  private static func code(_ source: String, _ metadata: JSON.Object) -> String {
    var foreign = metadata
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let written = lines.prefix { $0.hasPrefix("//|") }
    let options = written.map { String($0.dropFirst(3).drop { $0 == " " }) }
    let nested = QuartoFormat.nestedOptions(options)
    var head: [String] = []
    if let tags = metadata["tags"] {
      foreign["tags"] = nil
      if !options.contains(where: { $0.hasPrefix("tags:") }) { head.append("//| tags: \(tags.line)") }
    }
    if !foreign.isEmpty { head.append("//| jupyter: \(JSON.object(foreign).line)") }
    head += nested == options ? Array(written) : nested.map { "//| " + $0 }
    let text = (head + lines.dropFirst(written.count)).joined(separator: "\n")
    return FenceText.block(text, info: "swift", keepsLineEnd: !source.isEmpty)
  }

  /// Adds a block below a blank line, or in the container in which the cell stood.
  private mutating func append(_ block: String, at position: JSON.Object? = nil) {
    guard let position, let following = position["in"]?.string, BlankLines.isBlank(following) else {
      parts += parts.isEmpty ? [block] : ["\n\n", block]
      return
    }
    let container = CellContainer(following: following, first: position["at"]?.string)
    let above = position["above"]?.array?.map { $0.string ?? "" }.filter(BlankLines.isBlank) ?? [container.blankLine]
    parts += parts.isEmpty ? [container.indent(block)] : [BlankLines.separator(above), container.indent(block)]
  }
}
