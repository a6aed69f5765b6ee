import Files
import Foundation

/// Reads a Jupyter notebook and writes it as Markdown of ours.
struct JupyterImport {
  private let file: String
  private var parts: [String] = []
  private var wasMarkdown = false
  private var hasInlineValues = false
  /// The definitions of links in the cells so far, which hold for the whole notebook here.
  private var definitions = LinkDefinitions(of: "")
  /// The texts of the cells of Markdown, each with its cell's number.
  private var texts: [(number: Int, text: String)] = []
  /// Notices about lost content, with the numbers of the cells.
  private(set) var notices: [String] = []

  /// The notebook's cells as Markdown; outputs are dropped, because running the notebook creates them.
  static func markdown(_ data: Data, file: String) throws(ConversionError) -> (text: String, notices: [String]) {
    let root: JSON
    do { root = try JSON(parsing: data) } catch { throw .notJSON(file: file, error: error) }
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
    let front = FrontMatterCells(cells)
    notices += front.notices.map { "\(file), \($0)" }
    var lines = front.lines(with: metadata)
    var directives = DirectiveImport(besides: lines)
    // They go into the front matter, which is above all cells.
    let sources = cells.map { cell in
      let text = cell["source"]?.multilineText ?? ""
      return cell["cell_type"]?.string == "code" ? directives.take(from: text) : text
    }
    lines += directives.frontMatter
    if !lines.isEmpty { append((["---"] + lines + ["---"]).joined(separator: "\n")) }
    for (index, cell) in cells.enumerated() where !front.indices.contains(index) {
      let source = sources[index]
      // A cell that only installed packages is gone.
      if source.allSatisfy(\.isWhitespace), source != cell["source"]?.multilineText ?? "" { continue }
      read(cell, source: source, number: index + 1)
    }
    noteForeignLinks()
    let withOutputs = cells.indices.filter { !(cells[$0]["outputs"]?.array ?? []).isEmpty }
    if !withOutputs.isEmpty {
      let numbers = withOutputs.map { "\($0 + 1)" }.joined(separator: ", ")
      notices.append(
        "\(file), cell\(withOutputs.count == 1 ? "" : "s") \(numbers): Outputs are dropped; run the notebook to get them."
      )
    }
  }

  private mutating func read(_ cell: JSON, source: String, number: Int) {
    var metadata = cell["metadata"]?.object ?? [:]
    let own = metadata[JupyterWriter.ownKey]?.object
    let position = own?["in"] == nil ? nil : own
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
          "\(file), cell \(number): Its type is `\(type)`, which is unknown; its text is kept as Markdown.")
      }
      let written = Self.withoutDefinitions(source, count: own?[JupyterWriter.definitionsKey]?.integer ?? 0)
      let embedded = JupyterAttachments.embed(cell["attachments"]?.object ?? [:], in: written)
      if !embedded.rest.isEmpty { kept["attachments"] = .object(embedded.rest) }
      if !kept.isEmpty { metadata[JupyterWriter.cellKey] = .object(kept) }
      let prose = JupyterProse(embedded.text, hasInlineValues: hasInlineValues)
      notices += prose.notices.map { "\(file), cell \(number): \($0)" }
      let text = withOwnLabels(prose.markdown, number: number)
      texts.append((number, text))
      markdown(text.trimmingCharacters(in: .newlines), metadata, at: position)
    }
  }

  // MARK: Links

  /// A cell's text without the definitions that were added to it for Jupyter.
  private static func withoutDefinitions(_ text: String, count: Int) -> String {
    guard count > 0 else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let added = lines.suffix(count)
    guard added.count == count, added.allSatisfy({ LinkDefinitions.label(of: $0) != nil }) else { return text }
    return lines.dropLast(count).joined(separator: "\n")
  }

  /// A cell's text with other names for labels that another cell defines otherwise.
  private mutating func withOwnLabels(_ markdown: String, number: Int) -> String {
    let own = LinkDefinitions(of: markdown)
    var names: [String: String] = [:]
    for definition in own.all {
      guard let former = definitions[definition.label], former.line != definition.line else { continue }
      var name = "\(definition.label)-\(number)"
      while definitions[name] != nil || own[name] != nil { name += "-\(number)" }
      names[definition.label] = name
    }
    let text = names.isEmpty ? markdown : renaming(names, in: markdown, number: number)
    definitions.add(names.isEmpty ? own : LinkDefinitions(of: text))
    return text
  }

  /// Number of labels of a cell that are renamed individually if they cannot be renamed together.
  private static let mostLabelsAlone = 16

  private mutating func renaming(_ names: [String: String], in markdown: String, number: Int) -> String {
    if let text = LinkDefinitions.renaming(names, in: markdown) { return text }
    var text = markdown
    for (index, (label, name)) in names.sorted(by: { $0.key < $1.key }).enumerated() {
      if index < Self.mostLabelsAlone, let renamed = LinkDefinitions.renaming([label: name], in: text) {
        text = renamed
      } else {
        notices.append(
          "\(file), cell \(number): Another cell also defines the link `[\(label)]`, and this address applies to "
            + "both. Rename one of them.")
      }
    }
    return text
  }

  /// Says which cells have links here that other cells define.
  private mutating func noteForeignLinks() {
    guard !definitions.all.isEmpty else { return }
    for cell in texts {
      let named = definitions.named(in: cell.text)
      if named.isEmpty { continue }
      let whole = cell.text + "\n\n" + named.map(\.line).joined(separator: "\n")
      guard MarkdownDocument(whole).links != MarkdownDocument(cell.text).links else { continue }
      notices.append(
        "\(file), cell \(cell.number): Text in brackets becomes a link here, because another cell defines its address.")
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
    let written = lines.prefix { CellOptionsReader.option(in: $0[...]) != nil }
    // One blank is before an option; more are a part of its YAML.
    let options = written.map { line in
      let text = CellOptionsReader.option(in: line[...]) ?? ""
      return String(text.first == " " ? text.dropFirst() : text)
    }
    let nested = QuartoFormat.nestedOptions(options)
    var head: [String] = []
    if let tags = metadata["tags"] {
      foreign["tags"] = nil
      if !options.contains(where: { $0.drop { $0 == " " }.hasPrefix("tags:") }) {
        head.append("//| tags: \(tags.yaml)")
      }
    }
    if !foreign.isEmpty { head.append("//| jupyter: \(JSON.object(foreign).yaml)") }
    head += nested == options ? Array(written) : nested.map { "//| " + $0 }
    let text = (head + lines.dropFirst(written.count)).joined(separator: "\n")
    return FenceText.block(text, info: "swift", keepsLineEnd: !source.isEmpty)
  }

  /// Adds a block below a blank line, or in the container of the cell.
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
