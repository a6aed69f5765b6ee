import Foundation

/// Turns Markdown into the page's HTML, leaving places for cells and inline values.
struct ProseRenderer {
  /// The rights of the prose, and the notebook around it.
  struct Context {
    var html = ProseHTML.escaped
    /// True if quotes and dashes of what cells put out are set as in print.
    var smartPunctuation = true
    var references = CrossReferences()
    /// Values of the front matter by their keys, for `{{< meta … >}}`.
    var metadata: [String: String] = [:]
    /// Videos beside the notebook as `data:` URLs.
    var videos: @Sendable (String) -> String? = { _ in nil }
    /// Pictures beside the notebook by the address with which the prose names them, as `data:` URLs.
    var pictures: @Sendable (String) -> String? = { _ in nil }
    /// The notebook whose prose this is, which has cells, inline values and anchors; nil for other Markdown.
    var notebook: Notebook?
    var typesetter = FormulaTypesetter.shared
    var graphviz = Graphviz.shared
    /// Definitions from before this text, which its formulas see.
    var definitions = FormulaDefinitions()
    /// Prefix that sets the names of this text's footnotes apart from those of others on the page.
    var scope = ""
    /// Names of elements that headings must not take: those of the cells.
    var takenIdentifiers: Set<String> = []
  }

  let context: Context
  let document: MarkdownDocument
  let mathematics: DocumentMathematics
  /// Nil if sections have no numbers.
  let sectionNumbers: SectionNumbers?
  private(set) var list = PieceList()
  var headings: [Heading] = []
  var identifiers: Set<String>
  /// Number of headings of each title so far.
  var identifierCounts: [String: Int] = [:]
  /// True if a heading is written for the contents, which have no links and anchors of their own.
  var isInContents = false
  /// True within a link, which can hold no other.
  var isInLink = false
  var footnoteReferences: [Int: Int] = [:]
  let notes: DocumentNotes
  /// The style sheets that what was written wants.
  var needs: Set<PageNeed> = []
  var tabsets = 0
  /// True once the list of cited works is written.
  var hasReferenceList = false
  private var depth = 0
  var inlineDepth = 0

  init(_ document: MarkdownDocument, context: Context) {
    self.document = document
    self.context = context
    mathematics = DocumentMathematics(
      document, below: context.definitions, typesetter: context.typesetter,
      countsEquations: context.notebook != nil)
    notes = DocumentNotes(document)
    identifiers = context.takenIdentifiers
    sectionNumbers = context.notebook.flatMap { SectionNumbers(document, $0.frontMatter) }
  }

  /// Some Markdown on its own, as a cell puts it out: without cells, anchors and inline values.
  static func html(_ markdown: String, context: Context) -> RenderedHTML {
    var inner = context
    inner.notebook = nil
    let document = MarkdownDocument(markdown, smartPunctuation: context.smartPunctuation)
    var renderer = ProseRenderer(document, context: inner)
    for node in document.blocks { renderer.block(node) }
    renderer.notes { _ in }
    return RenderedHTML(html: renderer.html, needs: renderer.needs)
  }

  /// The first paragraph of some Markdown without its element, as captions want it.
  static func inlineHTML(_ markdown: String, context: Context) -> String {
    let document = MarkdownDocument(markdown, smartPunctuation: context.smartPunctuation)
    var renderer = ProseRenderer(document, context: context)
    let blocks = document.blocks
    guard blocks.count == 1, blocks[0].kind == .paragraph else { return markdown.escapedForHTML }
    renderer.inlines(of: blocks[0])
    return renderer.html
  }

  private var html: String {
    list.pieces.map { piece in if case .html(let text) = piece { text } else { "" } }.joined()
  }

  mutating func emit(_ html: String) { list.append(html) }

  mutating func emit(_ piece: PagePiece) { list.append(piece) }

  mutating func emit(_ text: PlainText) { list.append(text) }

  /// The pieces that `body` writes, which is not put out.
  mutating func pieces(_ body: (inout ProseRenderer) -> Void) -> [PagePiece] {
    let start = list
    list = PieceList()
    body(&self)
    defer { list = start }
    return list.pieces
  }

  // MARK: Depth

  /// Blocks, and parts of lines, that nest deeper stand beside one another.
  static let maximumDepth = 100

  /// The texts, values and cells at and below a node without the markup around them.
  mutating func flattened(_ node: MarkdownNode) {
    for inner in document.nodes[node.id..<node.descendants.upperBound] {
      if let cell = context.notebook?.cell(at: inner) {
        emit(.cell(cell.index))
      } else if let value = context.notebook?.inlineValue(at: inner) {
        emit(.inlineValue(value.id))
      } else if case .codeBlock = inner.kind {
        emit("<pre class=\"sample\" tabindex=\"0\"><code>\(inner.literal.escapedForHTML)</code></pre>\n")
      } else {
        emit(inner.plainText.escapedForHTML)
      }
    }
  }

  // MARK: Blocks

  mutating func block(_ node: MarkdownNode) {
    depth += 1
    defer { depth -= 1 }
    // cmark reads nesting of any depth; a page need not follow.
    guard depth < Self.maximumDepth else { return flattened(node) }
    switch node.kind {
    case .paragraph: paragraph(node)
    case .heading(let level): heading(node, level)
    case .codeBlock(let info, _): code(node, info)
    case .blockQuote: if !callout(node) { container("blockquote", node) }
    case .list(let start, let isTight): listBlock(node, start, isTight)
    case .thematicBreak: emit("<hr>\n")
    case .htmlBlock, .htmlEnd: rawHTML(node.literal, inBlock: true)
    case .table(let alignments): table(node, alignments)
    case .div: div(node)
    case .definitionList: definitionList(node)
    case .include(let include) where include.problem != nil:
      emit("<p class=\"missing\">\(node.literal.escapedForHTML)</p>\n")
    case .strayFence: emit("<p>\(node.literal.escapedForHTML)</p>\n")
    // Notes stand at the end, in the order in which the text refers to them.
    case .footnoteDefinition: return
    default: for child in document.children(of: node) { block(child) }
    }
  }

  private mutating func container(_ tag: String, _ node: MarkdownNode) {
    emit("<\(tag)>\n")
    for child in document.children(of: node) { block(child) }
    emit("</\(tag)>\n")
  }

  private mutating func paragraph(_ node: MarkdownNode) {
    if let (formula, id) = onlyFormula(in: node) {
      let html = self.formula(formula, at: id)
      if !html.isEmpty { emit("<div class=\"math\" tabindex=\"0\">\(html)</div>\n") }
      return
    }
    let parts = document.children(of: node)
    if figures(parts, in: node) || blockShortcode(parts) { return }
    emit("<p>")
    inlines(parts)
    emit("</p>\n")
  }

  /// The displayed formula of a paragraph that holds nothing else.
  private func onlyFormula(in node: MarkdownNode) -> (Formula, MarkdownNode.ID)? {
    let parts = document.children(of: node).filter { $0.kind != .text || !$0.literal.allSatisfy(\.isWhitespace) }
    guard parts.count == 1, case .formula(let formula) = parts[0].kind, formula.isDisplayed else { return nil }
    return (formula, parts[0].id)
  }

  /// A formula of the document as HTML; empty for one that shows nothing.
  func formula(_ formula: Formula, at id: MarkdownNode.ID) -> String {
    FormulaRenderer(references: context.references, hasLinks: !isInContents).html(
      formula, mathematics.outcome(of: formula, at: id), equations: mathematics.equations(at: id))
  }

  private mutating func code(_ node: MarkdownNode, _ info: String) {
    if let cell = context.notebook?.cell(at: node) { return emit(.cell(cell.index)) }
    sample(node, info)
  }

  mutating func rawHTML(_ source: String, inBlock: Bool) {
    // A comment is for whoever reads the source; what stands behind it is for all.
    let html = Self.withoutComments(source)
    if html.allSatisfy(\.isWhitespace) { return }
    if context.html != .escaped {
      needs.insert(.blocks)
      if !isInContents { emit(.rawHTML(source)) }
    } else {
      emit(inBlock ? "<p class=\"raw\">\(html.escapedForHTML)</p>\n" : html.escapedForHTML)
    }
  }

  /// HTML without the comments at its head.
  private static func withoutComments(_ source: String) -> Substring {
    var rest = source[...]
    while let start = rest.firstIndex(where: { !$0.isWhitespace }), rest[start...].hasPrefix("<!--") {
      guard let end = rest[start...].range(of: "-->") else { return "" }
      rest = rest[end.upperBound...]
    }
    return rest
  }
}
