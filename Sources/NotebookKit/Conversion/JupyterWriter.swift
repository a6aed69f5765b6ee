import Files
import Foundation

/// Writes the cells of a Jupyter notebook in order.
struct JupyterWriter {
  /// Key of Etude's own entry in the metadata of a cell: `in` stands before each line, `at` before the first, `tight`
  /// tells that no blank line parts it from what is above, `apart` that a quote begins with it below a blank line.
  static let ownKey = "etude"
  /// Key of a mark's or option line's metadata for the fields of the cell itself, as its `id`.
  static let cellKey = "nbformat"

  private let notebook: Notebook
  /// The outermost blocks of the prose, in the order of their lines.
  private let blocks: [MarkdownNode]
  private(set) var cells: [JSON] = []
  private var takenIDs: Set<String> = []
  /// The container of the last cell of code, whose text may go on below it.
  private var container: CellContainer?

  init(_ notebook: Notebook) {
    self.notebook = notebook
    blocks = notebook.document.blocks.sorted { ($0.firstLine, $0.id) < ($1.firstLine, $1.id) }
  }

  // MARK: Prose

  mutating func prose(_ lines: Range<Int>, _ export: ProseExport) {
    let inside = blocks[index(of: lines.lowerBound)..<index(of: max(lines.lowerBound, lines.upperBound))]
    for part in ProsePart.parts(of: notebook, blocks: inside, in: lines) {
      switch part.kind {
      case .raw(let format, let text):
        var metadata = part.mark?.metadata ?? [:]
        if format != "raw" { metadata["format"] = .string(format) }
        raw(text, metadata: metadata)
        container = nil
      case .markdown: markdown(export.markdown(ofLines: part.lines), part.mark)
      }
    }
  }

  mutating func raw(_ text: String, metadata: JSON.Object) { append("raw", text, metadata: metadata) }

  private mutating func markdown(_ text: String, _ mark: CellMark?) {
    var rest = text
    var metadata = mark?.metadata ?? [:]
    if let container, mark == nil {
      let (inside, outside) = container.outdent(text)
      let own = inside.trimmingCharacters(in: .newlines)
      if !own.isEmpty {
        var position: JSON.Object = ["in": .string(container.following)]
        if inside.first != "\n" { position["tight"] = .boolean(true) }
        append("markdown", own, metadata: [Self.ownKey: .object(position)])
        rest = outside
        // What follows may belong to the same list, of which a mark would make two.
        var next: JSON.Object = ["in": ""]
        if !inside.hasSuffix("\n"), outside.first != "\n" { next["tight"] = .boolean(true) }
        metadata[Self.ownKey] = .object(next)
      }
    }
    container = nil
    let trimmed = rest.trimmingCharacters(in: .newlines)
    if !trimmed.isEmpty || mark != nil { append("markdown", trimmed, metadata: metadata) }
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
    let opening = cell.fenceLines.lowerBound
    let container = CellContainer(fence: notebook.lines[opening - 1])
    if !container.isEmpty {
      var position: JSON.Object = ["in": .string(container.following)]
      if container.first != container.following { position["at"] = .string(container.first) }
      let above = opening > 1 ? notebook.lines[opening - 2][...] : ""
      if !above.allSatisfy({ $0.isWhitespace || $0 == ">" }) {
        position["tight"] = .boolean(true)
      } else if !container.isBlank(above) {
        position["apart"] = .boolean(true)
      }
      metadata[Self.ownKey] = .object(position)
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

  /// Adds a cell; what its metadata keeps under ``cellKey`` are fields of the cell itself.
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

  /// The identifier that a cell had, else one by its place; no two cells have one.
  private mutating func identifier(_ known: String?) -> String {
    var name = known ?? "cell-\(cells.count + 1)"
    var count = 1
    while !takenIDs.insert(name).inserted {
      count += 1
      name = "cell-\(cells.count + 1)-\(count)"
    }
    return name
  }

  /// The index of the first block that begins at a line or below it.
  private func index(of line: Int) -> Int {
    var (low, high) = (0, blocks.count)
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle].firstLine < line { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
