import Foundation

/// Swift source as HTML whose colours come from the page's style sheet.
enum SwiftHighlighter {
  /// The source, escaped, with a `span` around each token of a kind that has a colour.
  static func html(_ source: String) -> String {
    var html = ""
    for token in SwiftTokenizer.tokens(of: source) {
      let text = token.text.escapedForHTML
      if let name = className(token.kind) {
        html += "<span class=\"\(name)\">\(text)</span>"
      } else {
        html += text
      }
    }
    return html
  }

  private static func className(_ kind: SwiftTokenizer.Kind) -> String? {
    switch kind {
    case .plain: nil
    case .keyword: "k"
    case .string: "s"
    case .comment: "c"
    case .number: "n"
    case .type: "t"
    case .attribute: "a"
    case .call: "f"
    }
  }
}
