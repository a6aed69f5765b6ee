import Files
import Foundation

/// The cells with front matter at the start of a Jupyter notebook: a raw one, as Quarto and Etude write it, and a code
/// cell, which Etude's kernel reads.
struct FrontMatterCells {
  /// The indices of the cells.
  private(set) var indices: Set<Int> = []
  /// The lines between the fences of both.
  private var written: [String] = []
  /// Notices about lost content, without the file.
  private(set) var notices: [String] = []

  init(_ cells: [JSON]) {
    var document: [String] = []
    if let lines = Self.rawLines(cells.first) {
      document = lines
      indices = [0]
    }
    guard let (index, block) = takeBlock(from: cells) else {
      written = document
      return
    }
    let own = cells[index]["metadata"]?[JupyterWriter.ownKey]
    let places = own?[FrontMatterParts.placesKey]?.array?.compactMap(\.integer) ?? []
    let run = document.isEmpty ? block.lines : YAMLBlock.separated(block.lines).flatMap(\.lines)
    written = FrontMatterParts.joined(rest(of: document, without: run, in: index + 1), run, places: places)
    noteMetadata(of: cells[index], number: index + 1)
  }

  private static func rawLines(_ cell: JSON?) -> [String]? {
    let text = (cell?["source"]?.multilineText ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    let source = SourceText(text: text, file: "")
    guard cell?["cell_type"]?.string == "raw", source.lines.count > 1,
      FrontMatterReader(source).lineCount == source.lines.count
    else { return nil }
    return source.lines.dropFirst().dropLast().map(String.init)
  }

  /// The last cell of front matter above the first cell of code: to a kernel it replaces those above it.
  private mutating func takeBlock(from cells: [JSON]) -> (index: Int, block: FrontMatterBlock)? {
    var taken: (index: Int, block: FrontMatterBlock)?
    for (index, cell) in cells.enumerated() where cell["cell_type"]?.string == "code" {
      let code = cell["source"]?.multilineText ?? ""
      if code.allSatisfy(\.isWhitespace) { continue }
      guard let block = FrontMatterBlock(code) else { break }
      if let taken, taken.block != block {
        notices.append("cell \(taken.index + 1): The front matter of cell \(index + 1) replaces this one.")
      }
      taken = (index, block)
      indices.insert(index)
    }
    return taken
  }

  /// The raw cell's lines without keys that the cell of code has too.
  private mutating func rest(of document: [String], without run: [String], in cell: Int) -> [String] {
    let keys = Set(YAMLBlock.separated(run).compactMap { $0.entry?.key })
    let blocks = YAMLBlock.separated(document)
    for key in blocks.compactMap({ $0.entry?.key }) where keys.contains(key) {
      notices.append("cell 1: `\(key)` is also in cell \(cell); the value there is kept.")
    }
    return blocks.filter { !keys.contains($0.entry?.key ?? "") }.flatMap(\.lines)
  }

  private mutating func noteMetadata(of cell: JSON, number: Int) {
    let foreign = (cell["metadata"]?.object ?? [:]).filter { member in
      switch member.name {
      case JupyterWriter.ownKey, "execution", "collapsed": false
      case "tags": member.value != [.string(FrontMatterParts.tag)] && member.value != []
      default: true
      }
    }
    if !foreign.isEmpty {
      notices.append("cell \(number): It becomes front matter, and its metadata are dropped.")
    }
  }

  /// The lines of the notebook's front matter, with the notebook's metadata below `jupyter:`.
  func lines(with metadata: JSON.Object) -> [String] {
    var lines = QuartoFormat.nestedFrontMatter(written)
    let front = FrontMatterReader(FrontMatterParts.source(lines)).frontMatter
    // The description of the kernel is generated again.
    var foreign = metadata.filter { !["kernelspec", "language_info", JupyterWriter.ownKey].contains($0.name) }
    if let title = metadata["title"]?.string {
      if front.title == nil { lines.append("title: \(JSON.yaml(title))") }
      if front.title == nil || front.title == title { foreign["title"] = nil }
    }
    if let authors = metadata["authors"]?.array {
      let names = authors.compactMap { $0.object?.members.count == 1 ? $0["name"]?.string : nil }
      if names.count == authors.count, front.authors.isEmpty || front.authors == names {
        if front.authors.isEmpty, !names.isEmpty {
          lines.append("author: \(JSON.array(names.map { .string($0) }).yaml)")
        }
        foreign["authors"] = nil
      }
    }
    if !foreign.isEmpty { lines.append("jupyter: \(JSON.object(foreign).yaml)") }
    return lines
  }
}
