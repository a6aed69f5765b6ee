import Foundation

/// What of a page follows from the notebook alone, whatever the run: its prose and where cells stand.
struct PagePlan: Sendable {
  let pieces: [PagePiece]
  /// The rows of the table of contents; nil if the page wants none.
  let contents: String?
  /// The names of the cells' elements, escaped.
  let cellIdentifiers: [String]
  let references: CrossReferences
  let prose: ProseRenderer.Context
  let title: String
  /// Whether the prose itself holds the title as its first heading.
  let titleIsInProse: Bool

  init(_ notebook: Notebook) {
    let front = notebook.frontMatter
    let guarded = MathGuard(notebook.body)
    let isEnglish = front.language.hasPrefix("en")
    let document = MarkdownDocument(guarded.markdown, smartPunctuation: isEnglish)
    let folder = notebook.file.deletingLastPathComponent()
    var context = ProseRenderer.Context(
      allowsRawHTML: front.allowsRawHTML, smartPunctuation: isEnglish, references: CrossReferences(notebook.cells),
      pictures: { PictureFiles.dataURL($0, beside: folder) }, isNotebook: true,
      takenIdentifiers: Set(notebook.cells.map(CellRenderer.identifier)))
    // Sections are known only after a first reading, and the prose may refer to later ones.
    var references = context.references
    var first = ProseRenderer(guarded, context: context)
    let blocks = document.blocks
    for block in blocks { if case .heading = block.kind { first.block(block) } }
    for heading in first.headings where heading.id.hasPrefix("sec-") {
      references.addSection(heading.id, title: heading.plainTitle)
    }
    context.references = references
    var renderer = ProseRenderer(guarded, context: context)
    for block in blocks { renderer.block(block) }

    pieces = renderer.list.pieces
    cellIdentifiers = notebook.cells.map { CellRenderer.identifier($0).escapedForHTML }
    self.references = references
    context.isNotebook = false
    context.takenIdentifiers = []
    // What a cell puts out is data, whatever the notebook's author allows the prose.
    context.allowsRawHTML = false
    prose = context
    let firstTitle = renderer.headings.first { $0.level == 1 }
    titleIsInProse = front.title == nil && firstTitle != nil
    let entries = renderer.headings.filter { $0.level > 1 || !(front.title == nil && firstTitle != nil) }
    contents = front.showsTableOfContents ? Self.contents(entries) : nil
    title = front.title ?? firstTitle?.plainTitle ?? notebook.file.deletingPathExtension().lastPathComponent
  }

  /// Two levels of headings, the outermost and the one below; nil if there are fewer than two.
  private static func contents(_ headings: [ProseRenderer.Heading]) -> String? {
    let top = headings.map(\.level).min() ?? 1
    let shown = headings.filter { $0.level <= top + 1 }
    if shown.count < 2 { return nil }
    let rows = shown.map { heading in
      let kind = heading.level > top ? " class=\"sub\"" : ""
      return "<li\(kind)><a href=\"#\(heading.id.escapedForHTML)\">\(heading.title)</a></li>\n"
    }
    return rows.joined()
  }
}

/// Pictures that stand beside a notebook.
enum PictureFiles {
  private static let types = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "svg": "image/svg+xml",
  ]
  /// A picture over this size in bytes is left out of the page.
  private static let largest = 10_000_000

  /// The picture at a relative address as a `data:` URL; nil if there is none, or it lies outside the folder.
  static func dataURL(_ address: String, beside folder: URL) -> String? {
    if address.hasPrefix("data:image/") { return address.escapedForHTML }
    let path = address.removingPercentEncoding ?? address
    guard !path.contains(":"), !path.hasPrefix("/"), !path.isEmpty else { return nil }
    let file = folder.appendingPathComponent(path).resolvingSymlinksInPath()
    let root = folder.resolvingSymlinksInPath().path
    guard file.path.hasPrefix(root.hasSuffix("/") ? root : root + "/"),
      let type = types[file.pathExtension.lowercased()],
      let data = try? Data(contentsOf: file), data.count <= largest
    else { return nil }
    return "data:\(type);base64,\(data.base64EncodedString())"
  }
}
