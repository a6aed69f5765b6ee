import Foundation

/// Markdown that leaves nothing open at its end, such as a fence or a comment that would swallow the text below it.
struct ClosedMarkdown {
  private(set) var text: String
  /// Notices about closed elements.
  private(set) var notices: [String] = []

  private static let sentinel = "etude-end-of-the-text"

  init(_ markdown: String) {
    text = markdown
    // Each pass closes one construct; at most two constructs of a text contain each other.
    for _ in 0..<4 {
      let document = MarkdownDocument(text + "\n\n" + Self.sentinel + "\n")
      guard let open = document.nodes.last(where: { $0.literal.contains(Self.sentinel) }) else { return }
      switch open.kind {
      case .codeBlock(_, let fence?):
        text += lineEnd + String(repeating: fence.character, count: fence.length)
        notices.append("It opens a code fence that is not closed; the fence ends with the cell.")
      case .htmlBlock:
        text += lineEnd + Self.end(ofHTML: open.literal)
        notices.append("It opens HTML that is not closed; the HTML ends with the cell.")
      default: return
      }
    }
  }

  private var lineEnd: String { text.hasSuffix("\n") ? "" : "\n" }

  /// End of a block of HTML that a blank line does not end.
  private static func end(ofHTML html: String) -> String {
    let start = html.drop { $0 == " " }.lowercased()
    if start.hasPrefix("<!--") { return "-->" }
    if start.hasPrefix("<?") { return "?>" }
    if start.hasPrefix("<![cdata[") { return "]]>" }
    if start.hasPrefix("<!") { return ">" }
    return "</" + start.dropFirst().prefix { $0.isLetter } + ">"
  }
}
