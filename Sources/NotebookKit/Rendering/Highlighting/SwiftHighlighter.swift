/// Swift source as HTML coloured by the page's style sheet.
enum SwiftHighlighter {
  /// The source, escaped, with a `span` around each stretch of tokens that have one colour.
  static func html(_ text: String) -> String {
    let source = SwiftSource(text)
    var html = ""
    var stretch = 0..<0
    var color: String?
    for token in source.tokens where !token.range.isEmpty {
      let next = className(of: token, in: source)
      if next != color {
        html += span(source.bytes[stretch], color)
        (stretch, color) = (token.range, next)
      } else {
        stretch = stretch.lowerBound..<token.range.upperBound
      }
    }
    return html + span(source.bytes[stretch], color)
  }

  private static func span(_ bytes: ArraySlice<UInt8>, _ className: String?) -> String {
    let text = String(decoding: bytes, as: UTF8.self).escapedForHTML
    guard let className else { return text }
    return "<span class=\"\(className)\">\(text)</span>"
  }

  private static func className(of token: SwiftToken, in source: SwiftSource) -> String? {
    switch token.kind {
    case .keyword, .contextualKeyword: "k"
    case .stringOpening, .stringText, .stringClosing, .interpolationOpening, .interpolationClosing, .regex: "s"
    case .lineComment, .blockComment, .shebang: "c"
    case .number: "n"
    case .attribute, .directive, .macro: "a"
    case .identifier, .dollarIdentifier:
      if source.text(of: token).first?.isUppercase == true {
        "t"
      } else if source.bytes[token.range.upperBound...].first == UInt8(ascii: "(") {
        "f"
      } else {
        nil
      }
    default: nil
    }
  }
}
