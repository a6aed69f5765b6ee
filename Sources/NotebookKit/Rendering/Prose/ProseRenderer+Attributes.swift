import Foundation

/// Meanings of attributes in braces for elements of the page.
extension ProseRenderer {
  /// Name, classes and language of an element, as far as the page can give them.
  mutating func commonAttributes(_ attributes: Attributes?, without ours: Set<String> = []) -> String {
    guard let attributes else { return "" }
    var text = ""
    if let identifier = attributes.identifier { text += identifierAttribute(identifier) }
    let classes = attributes.classes.filter { !PagePlan.takenClasses.contains($0) && !ours.contains($0) }
    if !classes.isEmpty { text += " class=\"\(classes.joined(separator: " ").escapedForHTML)\"" }
    if let direction = attributes["dir"], ["ltr", "rtl", "auto"].contains(direction) {
      text += " dir=\"\(direction)\""
    }
    if let language = attributes["lang"] { text += " lang=\"\(language.escapedForHTML)\"" }
    return text
  }

  /// A name for an element, unless the page has it already; a colon marks names of the page's own.
  mutating func identifierAttribute(_ name: String) -> String {
    guard context.notebook != nil, !name.contains(":"), identifiers.insert(name).inserted else { return "" }
    return " id=\"\(name.escapedForHTML)\""
  }

  /// Size, classes and name of a picture, but for a name that its figure has.
  mutating func pictureAttributes(_ node: MarkdownNode) -> String {
    guard var attributes = node.attributes else { return "" }
    if attributes.identifier?.hasPrefix("fig-") ?? false { attributes.identifier = nil }
    let width = Extent(attributes["width"] ?? attributes["out-width"])
    if case .percent(let percent)? = width {
      attributes.classes.append("w\(percent)")
      needs.insert(.width(percent))
    }
    var text = commonAttributes(attributes)
    if case .pixels(let pixels)? = width { text += " width=\"\(pixels)\"" }
    if case .pixels(let pixels)? = Extent(attributes["height"]) { text += " height=\"\(pixels)\"" }
    return text
  }

  mutating func span(_ node: MarkdownNode) {
    let attributes = node.attributes ?? Attributes()
    let tags = [
      "mark": "mark", "underline": "u", "ul": "u", "kbd": "kbd", "strikeout": "del", "smallcaps": "span",
    ]
    let name = attributes.classes.first { tags[$0] != nil }
    let tag = name.flatMap { tags[$0] } ?? "span"
    if name == "smallcaps" || name == "kbd" { needs.insert(.blocks) }
    let text = isInContents ? "" : commonAttributes(attributes, without: tag == "span" ? [] : [name ?? ""])
    emit("<\(tag)\(text)>")
    inlines(of: node)
    emit("</\(tag)>")
  }
}

/// A width or height that an author gives a picture or a column.
enum Extent: Equatable {
  /// Of the line, from 1 to 100.
  case percent(Int)
  case pixels(Int)

  /// Nil for what is no length.
  init?(_ text: String?) {
    guard let text else { return nil }
    let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    guard let number = Double(digits), number > 0, number < 100_000 else { return nil }
    let pixelsPerUnit = [
      "": 1.0, "px": 1, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96.0 / 72, "em": 17, "rem": 17,
    ]
    let unit = String(text[digits.endIndex...])
    if unit == "%" {
      self = .percent(min(100, max(1, Int(number.rounded()))))
    } else if let factor = pixelsPerUnit[unit] {
      self = .pixels(max(1, Int((number * factor).rounded())))
    } else {
      return nil
    }
  }
}
