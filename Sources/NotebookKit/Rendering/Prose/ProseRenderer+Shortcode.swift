/// Quarto's shortcodes.
extension ProseRenderer {
  /// The names of those that mean something here.
  static let knownShortcodes: Set = ["include", "meta", "video", "pagebreak", "kbd"]

  /// A shortcode within a line; one that is not known is text.
  mutating func shortcode(_ shortcode: Shortcode) {
    let first = shortcode.arguments.first ?? ""
    switch shortcode.name {
    case "meta":
      if let value = context.metadata[first] {
        // The front matter's texts are Markdown; one that asks for another, or for itself, gets none.
        var inner = context
        inner.metadata = [:]
        return emit(Self.inlineHTML(value, context: inner))
      }
      emit("<strong class=\"missing\">?meta:\(first.escapedForHTML)</strong>")
    case "kbd":
      needs.insert(.blocks)
      emit("<kbd>\(first.escapedForHTML)</kbd>")
    case "video": video(first, title: shortcode.title)
    case "pagebreak": return
    default: emit(shortcode.source.escapedForHTML)
    }
  }

  /// A paragraph that is one break of pages; false for any other, of which nothing is written.
  mutating func blockShortcode(_ parts: [MarkdownNode]) -> Bool {
    let parts = parts.filter { $0.kind != .text || !$0.literal.allSatisfy(\.isWhitespace) }
    guard parts.count == 1, parts[0].isPageBreak else { return false }
    needs.insert(.blocks)
    emit("<div class=\"pagebreak\"></div>\n")
    return true
  }

  /// A video beside the notebook; a link to any other.
  mutating func video(_ address: String, title: String?) {
    let words = title ?? address
    if isInContents {
      emit(words.escapedForHTML)
    } else if let data = context.videos(address) {
      needs.insert(.blocks)
      emit("<video controls src=\"\(data)\" aria-label=\"\(words.escapedForHTML)\"></video>")
    } else if let safe = LinkPolicy.safe(address) {
      emit("<a class=\"picture\" href=\"\(safe.escapedForHTML)\">\(words.escapedForHTML)</a>")
    } else {
      emit(words.escapedForHTML)
    }
  }
}

extension Shortcode {
  /// The argument `title="…"`.
  var title: String? {
    arguments.first { $0.hasPrefix("title=") }.map { String($0.dropFirst("title=".count)) }
  }
}

extension MarkdownNode {
  /// True for what begins a new page when it is the whole paragraph: Quarto's shortcode, and LaTeX's commands.
  var isPageBreak: Bool {
    switch kind {
    case .shortcode(let shortcode): shortcode.name == "pagebreak"
    case .text: ["\\newpage", "\\pagebreak", "\\clearpage"].contains(literal)
    default: false
    }
  }
}
