import Foundation

/// The part of a page that depends only on the notebook: its prose and the positions of cells.
struct PagePlan: Sendable {
  let blocks: [PageBlock]
  /// The rows of the table of contents; nil if the page has none.
  let contents: [ContentsRow]?
  /// The names of the cells' elements, escaped.
  let cellIdentifiers: [String]
  let references: CrossReferences
  /// The style sheets that its prose wants.
  let needs: Set<PageNeed>
  let prose: ProseRenderer.Context
  let mathematics: DocumentMathematics
  let title: PlainText
  /// True if the prose contains the title as its first heading.
  let titleIsInProse: Bool

  /// The names of the elements that links can lead to.
  let identifiers: Set<String>
  /// True if the author's HTML is shown as text, since it is over the limits.
  let escapesRawHTML: Bool
  /// The addresses of images in the author's HTML that are not shown.
  let missingPictures: [String]
  /// The addresses of its videos and sounds that are not played.
  let missingMedia: [String]

  /// - Parameter pictures: Images by their addresses as `data:` URLs; if it is nil, those beside the notebook.
  init(_ notebook: Notebook, pictures: (@Sendable (String) -> String?)? = nil) {
    let front = notebook.frontMatter
    let folder = notebook.file.deletingLastPathComponent()
    let references = Self.references(of: notebook)
    var context = ProseRenderer.Context(
      html: front.html, smartPunctuation: front.language.hasPrefix("en"), references: references,
      pictures: pictures ?? { PictureFiles.dataURL($0, beside: folder) }, notebook: notebook,
      takenIdentifiers: Self.takenIdentifiers(notebook, references))
    context.metadata = front.metadata
    context.videos = { LocalMedia.dataURL($0, beside: folder) }
    var renderer = ProseRenderer(notebook.document, context: context)
    for block in notebook.document.blocks {
      renderer.emit(.blockStart)
      renderer.block(block)
    }
    renderer.notes { $0.emit(.blockStart) }
    renderer.referenceList()

    let place = HTMLSanitizer.Place(
      allowsDrawing: front.html == .raw, takenIdentifiers: renderer.identifiers, takenClasses: Self.takenClasses,
      picture: context.pictures, video: context.videos)
    let sanitized = RawProse.sanitized(renderer.list.pieces, for: place)
    cellIdentifiers = notebook.cells.map { CellRenderer.identifier($0).escapedForHTML }
    blocks = PageBlock.blocks(
      of: sanitized?.pieces ?? RawProse.escaped(renderer.list.pieces), cells: notebook.cells,
      mayNest: front.html != .escaped)
    missingPictures = sanitized?.missingPictures ?? []
    missingMedia = sanitized?.missingMedia ?? []
    escapesRawHTML = sanitized == nil
    identifiers = renderer.identifiers
    self.references = references
    let needs = renderer.needs.union(front.isRightToLeft ? [.rightToLeft] : [])
    self.needs = blocks.lazy.flatMap(\.pieces).reduce(into: needs) { needs, piece in
      if case .html(let html) = piece { needs.formUnion(PageNeed.sheets(for: html)) }
    }
    context.notebook = nil
    context.takenIdentifiers = []
    context.definitions = renderer.mathematics.allDefinitions
    mathematics = renderer.mathematics
    // The output of a cell is data, whatever the notebook's author allows in prose.
    context.html = .escaped
    prose = context
    let firstTitle = renderer.headings.first { $0.level == 1 }
    titleIsInProse = front.title == nil && firstTitle != nil
    let listed = renderer.headings.filter { !$0.isUnlisted }
    let entries = listed.filter { $0.level > 1 || !(front.title == nil && firstTitle != nil) }
    contents = front.showsTableOfContents ? Self.contents(entries) : nil
    title =
      notebook.texts[.title] ?? front.title.map { PlainText($0) } ?? firstTitle?.title
      ?? PlainText(notebook.file.deletingPathExtension().lastPathComponent)
  }

  /// Targets of references: figures, tables and equations, and labelled sections.
  ///
  /// Sections are known only after a first reading, and the prose may refer to later ones.
  static func references(of notebook: Notebook) -> CrossReferences {
    var references = CrossReferences(notebook)
    var renderer = ProseRenderer(
      notebook.document, context: .init(notebook: notebook, takenIdentifiers: takenIdentifiers(notebook, references)))
    references.addEquations(renderer.mathematics.equations)
    for node in notebook.document.nodes where node.kind.isHeading { renderer.block(node) }
    for heading in renderer.headings where heading.id.hasPrefix("sec-") {
      references.addSection(heading.id, title: heading.title, number: heading.number)
    }
    references.citations = citations(of: notebook)
    return references
  }

  /// The works that prose, titles and captions cite.
  private static func citations(of notebook: Notebook) -> Citations {
    if notebook.frontMatter.bibliography.isEmpty { return Citations() }
    let captions = notebook.cells.flatMap { cell in
      [cell.options.figureCaption, cell.options.tableCaption].compactMap { $0 } + cell.options.figureSubcaptions
    }
    let texts = captions + [notebook.frontMatter.abstract].compactMap { $0 }
    let documents = [notebook.document] + texts.filter { $0.contains("@") }.map { MarkdownDocument($0) }
    let labels = documents.lazy.flatMap(\.nodes).flatMap { node -> [String] in
      guard case .crossReference(let label) = node.kind else { return [] }
      return LabelEnds(of: label).map(String.init)
    }
    return Citations(of: Set(labels), in: Bibliography(of: notebook))
  }

  /// Classes by which the scripts of the page find their elements.
  static let takenClasses: Set = [
    "aid", "audio", "banner", "cell", "code", "copy", "data", "html", "listing", "outputs", "running", "timings", "toc",
    "tools", "walkbar", "wave",
  ]

  private static func takenIdentifiers(_ notebook: Notebook, _ references: CrossReferences) -> Set<String> {
    Set(notebook.cells.map(CellRenderer.identifier)).union(references.equationAnchors)
      .union(notebook.cells.compactMap(\.options.listingLabel))
  }

  /// Two levels of headings, the outermost and the one below; nil if there are fewer than two.
  private static func contents(_ headings: [ProseRenderer.Heading]) -> [ContentsRow]? {
    let top = headings.map(\.level).min() ?? 1
    let shown = headings.filter { $0.level <= top + 1 }
    if shown.count < 2 { return nil }
    return shown.map { ContentsRow(isInner: $0.level > top, id: $0.id, title: $0.content) }
  }

  /// A line of the table of contents.
  struct ContentsRow: Equatable, Sendable {
    /// True if it is below another one.
    var isInner: Bool
    /// The name of the heading's element.
    var id: String
    var title: [PagePiece]
  }
}
