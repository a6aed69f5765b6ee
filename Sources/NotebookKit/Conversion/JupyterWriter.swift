import Files
import Foundation

/// Writes the cells of a Jupyter notebook in order.
struct JupyterWriter {
  /// Key of Etude's own entry in the metadata of a cell: `in` is before each line, `at` before the first, `above` lists
  /// the blank lines above it if they differ from the one of its container.
  static let ownKey = "etude"
  /// Key in Etude's own entry for the number of lines with link definitions at the end of a cell. They are elsewhere in
  /// the notebook, but in Jupyter they apply to one cell.
  static let definitionsKey = "definitions"
  /// Key of a mark's or option line's metadata for the cell's own fields, such as its `id`.
  static let cellKey = "nbformat"

  private let notebook: Notebook
  /// The outermost blocks of the prose, in the order of their lines.
  private let blocks: [MarkdownNode]
  private let links: ProseLinks
  private(set) var cells: [JSON] = []
  private var takenIDs: Set<String> = []
  /// The container of the last code cell, whose text may continue below it.
  private var container: CellContainer?

  init(_ notebook: Notebook) {
    self.notebook = notebook
    blocks = notebook.document.blocks.sorted { ($0.firstLine, $0.id) < ($1.firstLine, $1.id) }
    links = ProseLinks(notebook)
  }

  // MARK: Front matter

  mutating func frontMatter(_ parts: FrontMatterParts) {
    if !parts.document.isEmpty { raw(FrontMatterParts.source(parts.document).text, metadata: [:]) }
    guard !parts.run.isEmpty else { return }
    append(
      "code", FrontMatterParts.source(parts.run).text, metadata: parts.metadata,
      fields: ["execution_count": .null, "outputs": []])
  }

  // MARK: Prose

  /// - Parameter cell: The cell below the prose.
  mutating func prose(_ lines: Range<Int>, _ export: ProseExport, above cell: Cell?) {
    let start = blocks.partitioningIndex { $0.firstLine >= lines.lowerBound }
    let end = blocks.partitioningIndex { $0.firstLine >= lines.upperBound }
    let inside = blocks[start..<max(start, end)]
    let isAboveContainer = cell.map { !notebook.container(of: $0).isEmpty } ?? false
    for part in ProsePart.parts(of: notebook, blocks: inside, in: lines) {
      switch part.kind {
      case .raw(let format, let text):
        var metadata = part.mark?.metadata ?? [:]
        if format != "raw" { metadata["format"] = .string(format) }
        raw(text, metadata: metadata)
        container = nil
      case .markdown:
        let missing = links.definitions(missingIn: part.lines) ?? []
        markdown(
          export.markdown(ofLines: part.lines), part.mark, definitions: missing.map(\.line),
          isAboveContainer: isAboveContainer && part.lines.upperBound == lines.upperBound)
      }
    }
  }

  /// Adds a text at the end of the notebook.
  mutating func markdown(_ text: String) { append("markdown", text, metadata: [:]) }

  mutating func raw(_ text: String, metadata: JSON.Object) { append("raw", text, metadata: metadata) }

  private mutating func markdown(
    _ text: String, _ mark: CellMark?, definitions: [String], isAboveContainer: Bool
  ) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var metadata = mark?.metadata ?? [:]
    var rest = BlankLines(around: lines)
    if let container, mark == nil {
      let inside = lines.prefix(while: container.holds)
      let own = BlankLines(around: inside)
      if !own.text.isEmpty {
        append(
          "markdown", own.text.map(container.outdent).joined(separator: "\n"),
          metadata: [Self.ownKey: position(in: CellContainer(following: container.following), above: own.above)])
        lines = lines.dropFirst(inside.count - own.below.count)
        rest = BlankLines(around: lines)
      }
      // The following text may belong to the same list, which a mark would split.
      if !own.text.isEmpty || rest.above != [""] {
        metadata[Self.ownKey] = position(in: CellContainer(following: ""), above: rest.above)
      }
    }
    container = nil
    // The blank lines above a cell in a container move with the cell.
    let kept = (metadata[Self.ownKey] == nil ? rest.above : []) + rest.text + (isAboveContainer ? [] : rest.below)
    var trimmed = kept.joined(separator: "\n").trimmingCharacters(in: .newlines)
    if !definitions.isEmpty {
      trimmed += "\n\n" + definitions.joined(separator: "\n")
      var own = metadata[Self.ownKey]?.object ?? [:]
      own[Self.definitionsKey] = .integer(definitions.count)
      metadata[Self.ownKey] = .object(own)
    }
    if !trimmed.isEmpty || mark != nil { append("markdown", trimmed, metadata: metadata) }
  }

  /// The position of a cell, for the way back.
  private func position(in container: CellContainer, above: [String]) -> JSON {
    var position: JSON.Object = ["in": .string(container.following)]
    if container.first != container.following { position["at"] = .string(container.first) }
    if above != [container.blankLine] { position["above"] = .array(above.map { .string($0) }) }
    return .object(position)
  }

  // MARK: Code

  mutating func code(_ cell: Cell, _ record: CellRecord?) {
    var metadata: JSON.Object = [:]
    var options: [String] = []
    for line in cell.optionLines {
      let text = line.drop { $0 == " " }.dropFirst(3).drop { $0 == " " }
      if text.hasPrefix("jupyter: {"), let known = (try? JSON(parsing: text.dropFirst(9).utf8))?.object {
        metadata.fill(from: known)
      } else {
        options.append(line)
      }
    }
    if !cell.options.tags.isEmpty { metadata["tags"] = .array(cell.options.tags.map { .string($0) }) }
    let container = notebook.container(of: cell)
    if !container.isEmpty {
      metadata[Self.ownKey] = position(in: container, above: notebook.blankLines(above: cell))
    }
    self.container = container.isEmpty ? nil : container
    let hasRun = record.map { $0.duration != nil || !$0.outputs.isEmpty } ?? false
    let count: JSON = hasRun ? .integer(cell.index + 1) : .null
    let outputs = (record?.outputs ?? []).compactMap { JupyterOutput.json($0, executionCount: count) }
    let source = options + (cell.source.isEmpty ? [] : [cell.source])
    append(
      "code", source.joined(separator: "\n"), metadata: metadata,
      fields: ["execution_count": count, "outputs": .array(outputs)])
  }

  // MARK: Cells

  /// Adds a cell; its metadata under ``cellKey`` become the cell's own fields.
  private mutating func append(_ type: String, _ text: String, metadata: JSON.Object, fields: JSON.Object = [:]) {
    var metadata = metadata
    let kept = metadata[Self.cellKey]?.object ?? [:]
    metadata[Self.cellKey] = nil
    var cell: JSON.Object = [
      "cell_type": .string(type), "id": .string(identifier(kept["id"]?.string)), "metadata": .object(metadata),
      "source": .lines(text),
    ]
    for member in fields.members { cell[member.name] = member.value }
    cell.fill(from: kept)
    cells.append(.object(JSON.Object(cell.members.sorted { $0.name < $1.name }.map { ($0.name, $0.value) })))
  }

  /// The identifier of a cell, or else one from its position; identifiers are unique.
  private mutating func identifier(_ known: String?) -> String {
    var name = known ?? "cell-\(cells.count + 1)"
    var count = 1
    while !takenIDs.insert(name).inserted {
      count += 1
      name = "cell-\(cells.count + 1)-\(count)"
    }
    return name
  }
}
