import NotebookKit

/// Writes a document as the specifications' examples have it, so they can be compared to the letter.
struct SpecificationWriter {
  private let document: MarkdownDocument
  private let filtersTags: Bool
  private var html = ""

  static func html(_ markdown: String, filtersTags: Bool) -> String {
    var writer = SpecificationWriter(document: MarkdownDocument(markdown), filtersTags: filtersTags)
    for block in writer.document.blocks { writer.block(block, isTight: false) }
    return writer.html
  }

  private init(document: MarkdownDocument, filtersTags: Bool) {
    self.document = document
    self.filtersTags = filtersTags
  }

  /// Begins a line, unless one has just begun.
  private mutating func line() { if !html.isEmpty, !html.hasSuffix("\n") { html += "\n" } }

  // MARK: Blocks

  private mutating func block(_ node: MarkdownNode, isTight: Bool) {
    switch node.kind {
    case .paragraph where isTight: inlines(of: node)
    case .paragraph: element("p", node)
    case .heading(let level): element("h\(level)", node)
    case .thematicBreak:
      line()
      html += "<hr />\n"
    case .codeBlock(let info, _):
      line()
      let language = info.prefix { !$0.isWhitespace }
      html += language.isEmpty ? "<pre><code>" : "<pre><code class=\"language-\(Self.escaped(String(language)))\">"
      html += Self.escaped(node.literal) + "</code></pre>\n"
    case .htmlBlock:
      line()
      html += filtered(node.literal)
      line()
    case .blockQuote:
      line()
      html += "<blockquote>\n"
      for child in document.children(of: node) { block(child, isTight: false) }
      line()
      html += "</blockquote>\n"
    case .list(let start, let isTight): list(node, start, isTight)
    case .table(let alignments): table(node, alignments)
    default: for child in document.children(of: node) { block(child, isTight: isTight) }
    }
  }

  private mutating func element(_ tag: String, _ node: MarkdownNode) {
    line()
    html += "<\(tag)>"
    inlines(of: node)
    html += "</\(tag)>\n"
  }

  private mutating func list(_ node: MarkdownNode, _ start: Int?, _ isTight: Bool) {
    line()
    html += start == nil ? "<ul>\n" : start == 1 ? "<ol>\n" : "<ol start=\"\(start ?? 0)\">\n"
    for item in document.children(of: node) {
      line()
      html += "<li>"
      if case .item(let isChecked?) = item.kind {
        html += "<input \(isChecked ? "checked=\"\" " : "")disabled=\"\" type=\"checkbox\"> "
      }
      for child in document.children(of: item) { block(child, isTight: isTight) }
      html += "</li>\n"
    }
    html += start == nil ? "</ul>\n" : "</ol>\n"
  }

  private mutating func table(_ node: MarkdownNode, _ alignments: [MarkdownNode.Alignment]) {
    line()
    html += "<table>\n"
    var hasBody = false
    for row in document.children(of: node) {
      let isHeader = row.kind == .tableRow(isHeader: true)
      if !isHeader, !hasBody { html += "<tbody>\n" }
      hasBody = hasBody || !isHeader
      html += isHeader ? "<thead>\n<tr>\n" : "<tr>\n"
      for (cell, alignment) in zip(document.children(of: row), alignments) {
        let tag = isHeader ? "th" : "td"
        html += alignment == .none ? "<\(tag)>" : "<\(tag) align=\"\(alignment)\">"
        inlines(of: cell)
        html += "</\(tag)>\n"
      }
      html += isHeader ? "</tr>\n</thead>\n" : "</tr>\n"
    }
    html += hasBody ? "</tbody>\n</table>\n" : "</table>\n"
  }

  // MARK: Parts of lines

  private mutating func inlines(of node: MarkdownNode) {
    for child in document.children(of: node) { inline(child) }
  }

  private mutating func inline(_ node: MarkdownNode) {
    switch node.kind {
    case .text, .crossReference, .formula: html += Self.escaped(node.literal)
    case .softBreak: html += "\n"
    case .lineBreak: html += "<br />\n"
    case .code: html += "<code>\(Self.escaped(node.literal))</code>"
    case .htmlInline: html += filtered(node.literal)
    case .emphasis: wrapped("em", node)
    case .strong: wrapped("strong", node)
    case .strikethrough: wrapped("del", node)
    case .link(let url, let title):
      html += "<a href=\"\(Self.address(url))\"\(Self.attribute(title))>"
      inlines(of: node)
      html += "</a>"
    case .image(let url, let title):
      let words = document.descendants(of: node).map(\.plainText).joined()
      html += "<img src=\"\(Self.address(url))\" alt=\"\(Self.escaped(words))\"\(Self.attribute(title)) />"
    default: inlines(of: node)
    }
  }

  private mutating func wrapped(_ tag: String, _ node: MarkdownNode) {
    html += "<\(tag)>"
    inlines(of: node)
    html += "</\(tag)>"
  }

  private static func attribute(_ title: String) -> String { title.isEmpty ? "" : " title=\"\(escaped(title))\"" }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private static func address(_ url: String) -> String {
    url.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      switch scalar {
      case "&": return "&amp;"
      case "'": return "&#x27;"
      case _
      where scalar.isASCII
        && (scalar.properties.isAlphabetic || "0123456789-_.+!*(),%#@?=;:/,+$~".unicodeScalars.contains(scalar)):
        return String(scalar)
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    .joined()
  }

  /// GitHub's filter of tags, which the sanitiser does for the page.
  private func filtered(_ html: String) -> String {
    filtersTags
      ? html.replacing(
        /<(?=\/?(title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)[\s>\/])/.ignoresCase(), with: "&lt;"
      ) : html
  }
}
