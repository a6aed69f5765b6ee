import Foundation

/// Turns Markdown into the page's HTML, leaving places for cells and inline values.
struct ProseRenderer {
  /// A heading, for the table of contents.
  struct Heading: Equatable, Sendable {
    var level: Int
    var id: String
    /// As HTML without links.
    var title: String
    var plainTitle: String
  }

  /// What the prose may do and where it stands.
  struct Context {
    var allowsRawHTML = false
    var smartPunctuation = true
    var references = CrossReferences([])
    /// Pictures beside the notebook by the address with which the prose names them, as `data:` URLs.
    var pictures: @Sendable (String) -> String? = { _ in nil }
    /// Whether fences of Swift stand for cells, and headings get anchors.
    var isNotebook = false
    /// What sets the names of this text's footnotes apart from those of others on the page.
    var scope = ""
    /// Names of elements that headings must not take: those of the cells.
    var takenIdentifiers: Set<String> = []
  }

  let context: Context
  let guarded: MathGuard
  private(set) var list = PieceList()
  private(set) var headings: [Heading] = []
  private var cellCount = 0
  private var inlineCount = 0
  private var identifiers: Set<String>
  private var footnotes = 0
  private var footnoteReferences: [String: Int] = [:]
  private var depth = 0
  private var tableAlignments: [MarkdownNode.Alignment] = []

  init(_ guarded: MathGuard, context: Context) {
    self.guarded = guarded
    self.context = context
    identifiers = context.takenIdentifiers
  }

  /// Some Markdown on its own, as a cell puts it out: without cells, anchors and inline values.
  static func html(_ markdown: String, context: Context) -> String {
    var inner = context
    inner.isNotebook = false
    let guarded = MathGuard(markdown)
    var renderer = ProseRenderer(guarded, context: inner)
    for node in MarkdownDocument(guarded.markdown, smartPunctuation: context.smartPunctuation).blocks {
      renderer.block(node)
    }
    return renderer.html
  }

  /// The first paragraph of some Markdown without its element, as captions want it.
  static func inlineHTML(_ markdown: String, context: Context) -> String {
    let guarded = MathGuard(markdown)
    var renderer = ProseRenderer(guarded, context: context)
    let blocks = MarkdownDocument(guarded.markdown, smartPunctuation: context.smartPunctuation).blocks
    guard blocks.count == 1, blocks[0].kind == .paragraph else { return markdown.escapedForHTML }
    renderer.inlines(blocks[0].children)
    return renderer.html
  }

  private var html: String {
    list.pieces.map { piece in if case .html(let text) = piece { text } else { "" } }.joined()
  }

  mutating func emit(_ html: String) { list.append(html) }

  mutating func emit(_ piece: PagePiece) {
    if case .cell = piece {
      cellCount += 1
      inlineCount = 0
    }
    list.append(piece)
  }

  /// The place for the next inline value.
  mutating func nextInlineValue(_ expression: String) -> PagePiece {
    defer { inlineCount += 1 }
    return .inlineValue(cell: cellCount > 0 ? cellCount - 1 : nil, index: inlineCount, expression: expression)
  }

  // MARK: Blocks

  mutating func block(_ node: MarkdownNode) {
    depth += 1
    defer { depth -= 1 }
    // cmark reads nesting of any depth; a page need not follow.
    guard depth < 100 else { return emit(node.plainText.escapedForHTML) }
    switch node.kind {
    case .paragraph: paragraph(node)
    case .heading(let level): heading(node, level)
    case .codeBlock(let info, let fence): code(node, info, isFenced: fence != nil)
    case .blockQuote: if !callout(node) { container("blockquote", node) }
    case .list(let start, let isTight): listBlock(node, start, isTight)
    case .thematicBreak: emit("<hr>\n")
    case .htmlBlock: rawHTML(node.literal, inBlock: true)
    case .table(let alignments): table(node, alignments)
    case .footnoteDefinition: footnote(node)
    default: for child in node.children { block(child) }
    }
  }

  private mutating func container(_ tag: String, _ node: MarkdownNode) {
    emit("<\(tag)>\n")
    for child in node.children { block(child) }
    emit("</\(tag)>\n")
  }

  private mutating func paragraph(_ node: MarkdownNode) {
    if let formula = onlyFormula(in: node) {
      emit("<div class=\"math\" tabindex=\"0\">\(MathML.render(formula))</div>\n")
      return
    }
    emit("<p>")
    inlines(node.children)
    emit("</p>\n")
  }

  /// The formula of a paragraph that holds nothing else.
  private func onlyFormula(in node: MarkdownNode) -> MathGuard.Formula? {
    let children = node.children
    guard children.count == 1, children[0].kind == .text else { return nil }
    var formulas: [MathGuard.Formula] = []
    var hasText = false
    guarded.split(children[0].literal) {
      hasText = hasText || !$0.allSatisfy(\.isWhitespace)
    } formula: {
      formulas.append($0)
    }
    return !hasText && formulas.count == 1 && formulas[0].isDisplayed ? formulas[0] : nil
  }

  private mutating func heading(_ node: MarkdownNode, _ level: Int) {
    guard context.isNotebook else {
      emit("<h\(level)>")
      inlines(node.children)
      emit("</h\(level)>\n")
      return
    }
    let start = list
    list = PieceList()
    inlines(node.children)
    let content = list
    list = start
    var plain = guarded.restored(node.plainText)
    var explicit: String?
    if plain.contains("{#"), let match = plain.firstMatch(of: /\s*\{#([\p{L}\p{N}_.-]+)\}\s*$/) {
      explicit = String(match.output.1)
      plain.removeSubrange(match.range)
    }
    let id = identifier(explicit ?? plain)
    let text = ProseRenderer.withoutAttributes(content.pieces)
    headings.append(Heading(level: level, id: id, title: plain.escapedForHTML, plainTitle: plain))
    let isLinkable = !text.contains { if case .html(let html) = $0 { html.contains("<a ") } else { false } }
    emit("<h\(level) id=\"\(id.escapedForHTML)\">" + (isLinkable ? "<a href=\"#\(id.escapedForHTML)\">" : ""))
    for piece in text { emitAgain(piece) }
    emit((isLinkable ? "</a>" : "") + "</h\(level)>\n")
  }

  private mutating func emitAgain(_ piece: PagePiece) {
    if case .html(let html) = piece { emit(html) } else { list.append(piece) }
  }

  private static func withoutAttributes(_ pieces: [PagePiece]) -> [PagePiece] {
    guard case .html(let html)? = pieces.last, html.contains("{#"),
      let match = html.firstMatch(of: /\s*\{#[^}]*\}\s*$/)
    else {
      return pieces
    }
    return pieces.dropLast() + [.html(String(html[..<match.range.lowerBound]))]
  }

  /// The title in lower case with hyphens, as GitHub makes it; a number keeps it unique.
  private mutating func identifier(_ title: String) -> String {
    let words = title.lowercased().filter { $0.isLetter || $0.isNumber || " -_.".contains($0) }
    let base = words.split(separator: " ").joined(separator: "-")
    let name = base.isEmpty ? "section" : base
    var unique = name
    var count = 0
    while !identifiers.insert(unique).inserted {
      count += 1
      unique = "\(name)-\(count)"
    }
    return unique
  }

  private mutating func code(_ node: MarkdownNode, _ info: String, isFenced: Bool) {
    if context.isNotebook, isFenced, SwiftFence(info: info) != nil {
      emit(.cell(cellCount))
      return
    }
    let source = guarded.restored(node.literal)
    let language = info.prefix { !$0.isWhitespace }.trimmingCharacters(in: ["{", "}", "."])
    let body = language == "swift" ? SwiftHighlighter.html(source) : source.escapedForHTML
    emit("<pre class=\"sample\" tabindex=\"0\"><code>\(body)</code></pre>\n")
  }

  private mutating func listBlock(_ node: MarkdownNode, _ start: Int?, _ isTight: Bool) {
    let tag = start == nil ? "ul" : "ol"
    let attribute = start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
    emit("<\(tag)\(attribute)>\n")
    for item in node.children {
      if case .item(let isChecked?) = item.kind {
        let state = isChecked ? " checked" : ""
        emit("<li class=\"task\"><input type=\"checkbox\" disabled\(state) aria-label=\"Task\"> ")
      } else {
        emit("<li>")
      }
      for child in item.children {
        if isTight, child.kind == .paragraph { inlines(child.children) } else { block(child) }
      }
      emit("</li>\n")
    }
    emit("</\(tag)>\n")
  }

  private mutating func footnote(_ node: MarkdownNode) {
    footnotes += 1
    emit("<div class=\"footnote\" id=\"\(noteIdentifier("\(footnotes)"))\">")
    emit("<sup>\(footnotes)</sup> ")
    for child in node.children {
      if child.kind == .paragraph { inlines(child.children) } else { block(child) }
    }
    let reference = referenceIdentifier("\(footnotes)", 1)
    emit(" <a href=\"#\(reference)\" aria-label=\"Back to the text\">↩</a></div>\n")
  }

  /// A footnote's name has a colon, which no heading's and no label has.
  private func noteIdentifier(_ number: String) -> String { "fn:\(context.scope)\(number)".escapedForHTML }

  private func referenceIdentifier(_ number: String, _ count: Int) -> String {
    "fnref:\(context.scope)\(number)".escapedForHTML + (count > 1 ? ":\(count)" : "")
  }

  /// A place in the text that refers to a footnote, perhaps not the first.
  mutating func footnoteReference(_ number: String) {
    let count = footnoteReferences[number, default: 0] + 1
    footnoteReferences[number] = count
    let shown = number.escapedForHTML
    emit(
      "<sup><a id=\"\(referenceIdentifier(number, count))\" href=\"#\(noteIdentifier(number))\" "
        + "aria-label=\"Footnote \(shown)\">\(shown)</a></sup>")
  }

  mutating func rawHTML(_ html: String, inBlock: Bool) {
    let source = guarded.restored(html)
    // A comment is for whoever reads the source.
    if source.hasPrefix("<!--") { return }
    if context.allowsRawHTML {
      emit(source)
    } else {
      emit(inBlock ? "<p class=\"raw\">\(source.escapedForHTML)</p>\n" : source.escapedForHTML)
    }
  }

  private mutating func table(_ node: MarkdownNode, _ alignments: [MarkdownNode.Alignment]) {
    emit("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n")
    var isInBody = false
    for row in node.children {
      let isHeader = row.kind == .tableRow(isHeader: true)
      if isHeader { emit("<thead>") } else if !isInBody { emit("<tbody>\n") }
      isInBody = !isHeader
      emit("<tr>")
      for (column, cell) in row.children.enumerated() {
        let alignment = column < alignments.count ? alignments[column] : .none
        let style = alignment == .right ? " class=\"right\"" : alignment == .center ? " class=\"center\"" : ""
        emit(isHeader ? "<th scope=\"col\"\(style)>" : "<td\(style)>")
        inlines(cell.children)
        emit(isHeader ? "</th>" : "</td>")
      }
      emit(isHeader ? "</tr></thead>\n" : "</tr>\n")
    }
    emit((isInBody ? "</tbody>" : "") + "</table></div>\n")
  }
}
