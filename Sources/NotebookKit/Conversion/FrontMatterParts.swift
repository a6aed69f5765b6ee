import Files
import Yams

/// Front matter in two parts, as in a Jupyter notebook: a code cell has what a kernel needs, because front ends send it
/// no other cells; a raw cell, which Quarto reads, has the rest.
struct FrontMatterParts {
  /// Key of Etude's own entry in the metadata of the cell of code for the positions of its lines among all lines.
  static let placesKey = "lines"
  /// Tag of the cell of code: papermill puts its own values below it.
  static let tag = "parameters"

  /// The lines of the raw cell.
  private(set) var document: [String] = []
  /// The lines of the cell of code.
  private(set) var run: [String] = []
  /// The positions of the lines of code among all lines.
  private(set) var places: [Int] = []

  /// Splits the lines between the hyphens.
  init(parting lines: [String]) {
    guard let blocks = YAMLBlock.blocks(of: lines) else {
      // Keys on one line stay together.
      var reader = YAMLReader(file: "", lineOffset: 0)
      let entries = reader.entries(of: lines.joined(separator: "\n"))
      if entries.contains(where: Self.isNeeded) {
        (run, places) = (lines, Array(lines.indices))
      } else {
        document = lines
      }
      return
    }
    var hasDocumentKey = false
    for block in blocks {
      if let entry = block.entry, Self.isNeeded(entry) {
        let start = document.count + run.count
        places += start..<(start + block.lines.count)
        run += block.lines
      } else {
        hasDocumentKey = hasDocumentKey || block.entry != nil
        document += block.lines
      }
    }
    // An anchor of one part may be used in the other, and comments alone are not a cell.
    if !run.isEmpty,
      !hasDocumentKey || !FrontMatterReader(Self.source(run)).errors.isEmpty
        || !FrontMatterReader(Self.source(document)).errors.isEmpty
    {
      (document, run, places) = ([], lines, Array(lines.indices))
    }
  }

  /// True if a kernel does something else for the entry.
  private static func isNeeded(_ entry: YAMLReader.Entry) -> Bool {
    guard entry.key == "execute", let mapping = entry.node.mapping else {
      return FrontMatterReader.runKeys.contains(entry.key)
    }
    return mapping.contains { key, _ in !CellOptionsReader.pageOptions.contains(key.scalar?.string ?? "") }
  }

  /// The metadata of the cell of code.
  var metadata: JSON.Object {
    var metadata: JSON.Object = ["tags": [.string(Self.tag)]]
    if !document.isEmpty {
      metadata[JupyterWriter.ownKey] = [Self.placesKey: .array(places.map { .integer($0) })]
    }
    return metadata
  }

  /// All lines; those of code at their positions if these are known and still fit, otherwise at the end.
  static func joined(_ document: [String], _ run: [String], places: [Int]) -> [String] {
    let appended = document + run
    guard places.count == run.count, zip(places, places.dropFirst()).allSatisfy(<) else { return appended }
    var lines: [String] = []
    var (left, right) = (document[...], run[...])
    while !left.isEmpty || !right.isEmpty {
      let isRun = left.isEmpty || places[safe: run.count - right.count] == lines.count
      lines.append(isRun ? right.removeFirst() : left.removeFirst())
    }
    let found = entries(lines)
    return found != nil && found == entries(appended) ? lines : appended
  }

  /// The values of all keys; nil for lines that are not a mapping.
  private static func entries(_ lines: [String]) -> [String: Node]? {
    var reader = YAMLReader(file: "", lineOffset: 0)
    let entries = reader.entries(of: lines.joined(separator: "\n"))
    return reader.errors.isEmpty ? Dictionary(entries.map { ($0.key, $0.node) }) { first, _ in first } : nil
  }

  /// The lines as a notebook begins with them.
  static func source(_ lines: [String]) -> SourceText {
    SourceText(text: (["---"] + lines + ["---"]).joined(separator: "\n"), file: "")
  }
}
