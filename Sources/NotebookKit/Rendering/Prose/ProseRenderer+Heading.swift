extension ProseRenderer {
  /// A heading, for the table of contents.
  struct Heading: Equatable, Sendable {
    var level: Int
    var id: String
    var title: PlainText
    /// The title with inline values as they are written.
    var source: String
  }

  mutating func heading(_ node: MarkdownNode, _ level: Int) {
    guard context.notebook != nil else {
      emit("<h\(level)>")
      inlines(of: node)
      emit("</h\(level)>\n")
      return
    }
    let content = pieces { $0.inlines(of: node) }
    var source = document.plainText(of: node)
    var title = PlainText(of: node, in: document, of: context.notebook)
    var explicit: String?
    let attribute = /\s*\{#([\p{L}\p{N}_.-]+)\}\s*$/
    if source.contains("{#"), let match = source.firstMatch(of: attribute) {
      explicit = String(match.output.1)
      source.removeSubrange(match.range)
      title.removeSuffix(attribute)
    }
    let id = identifier(explicit ?? source)
    let text = ProseRenderer.withoutAttributes(content)
    headings.append(Heading(level: level, id: id, title: title, source: source))
    let isLinkable = !text.contains { if case .html(let html) = $0 { html.contains("<a ") } else { false } }
    emit("<h\(level) id=\"\(id.escapedForHTML)\">" + (isLinkable ? "<a href=\"#\(id.escapedForHTML)\">" : ""))
    for piece in text { emit(piece) }
    emit((isLinkable ? "</a>" : "") + "</h\(level)>\n")
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
}
