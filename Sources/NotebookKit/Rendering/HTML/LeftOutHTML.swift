/// Finds the parts of the author's HTML that the page leaves out, node by node in text order.
struct LeftOutHTML {
  enum Part: Equatable {
    case element(String)
    case attribute(String, element: String)
    /// The address of a link that could run a script or read a file.
    case address(String)
  }

  /// True if `style` attributes, drawings and formulas pass.
  let allowsDrawing: Bool
  /// The outermost removed element, and the number of open elements with its name. Its content is not reported.
  private var removed: (name: String, depth: Int)?
  /// The drawing or formula around the current position.
  private var drawing: String?

  init(allowsDrawing: Bool) { self.allowsDrawing = allowsDrawing }

  /// The removed parts of the next HTML, each once, with the number of line ends before it.
  mutating func parts(of html: String) -> [(part: Part, line: Int)] {
    var html = html
    return html.withUTF8 { bytes in
      var tags = HTMLTagScanner(bytes)
      tags.readsAttributes = true
      var found: [(part: Part, line: Int)] = []
      var (line, lineByte) = (0, 0)
      while let tag = tags.next() {
        for part in parts(of: tag, &tags) where !found.contains(where: { $0.part == part }) {
          line += bytes[lineByte..<tags.tagStart].count { $0 == UInt8(ascii: "\n") }
          lineByte = tags.tagStart
          found.append((part, line))
        }
      }
      return found
    }
  }

  private mutating func parts(of tag: HTMLTagScanner.Tag, _ tags: inout HTMLTagScanner) -> [Part] {
    if let open = removed {
      if tag.name == open.name, !tag.isSelfClosing {
        let depth = open.depth + (tag.isEnd ? -1 : 1)
        removed = depth > 0 ? (tag.name, depth) : nil
      }
      return []
    }
    if tag.isEnd, tag.name == drawing { drawing = nil }
    if tag.isEnd || tag.isCharacterData || Self.structure.contains(tag.name) { return [] }
    guard isKnown(tag.name) else {
      if HTMLTagNames.rawText.contains(tag.name) {
        _ = tags.skipText(of: tag.name)
      } else if !tag.isSelfClosing, !HTMLTagNames.void.contains(tag.name), Self.hasParts.contains(tag.name) {
        removed = (tag.name, 1)
      }
      return [.element(tag.name)]
    }
    if ["svg", "math"].contains(tag.name), !tag.isSelfClosing { drawing = tag.name }
    return tags.attributes.compactMap { attribute in
      switch attribute.name {
      case "style":
        allowsDrawing && StyleSheetText.isLocal(attribute.value) ? nil : .attribute("style", element: tag.name)
      case "href" where tag.name == "a" && LinkPolicy.safe(attribute.value) == nil: .address(attribute.value)
      case let name where name.hasPrefix("on") && name.utf8.count > 2: .attribute(name, element: tag.name)
      default: nil
      }
    }
  }

  private func isKnown(_ name: String) -> Bool {
    switch drawing {
    case "svg": HTMLPolicy.svgElements.contains(name)
    case "math": HTMLPolicy.mathElements.contains(name)
    default: HTMLPolicy.elements.contains(name) || allowsDrawing && ["svg", "math"].contains(name)
    }
  }

  /// Elements that a page itself has.
  private static let structure: Set = ["html", "head", "body", "!doctype"]
  /// Elements whose parts are removed with them, or are meaningless without them.
  private static let hasParts = HTMLPolicy.removedWithContent.union([
    "svg", "math", "form", "map", "menuitem", "button",
  ])

  /// The reason why an element is removed, and a remedy.
  static func reason(forElement name: String) -> String {
    switch name {
    case "script", "noscript", "template": "scripts in prose do not run. Remove it."
    case "style", "link", "meta", "base", "title": "prose cannot change the page around it. Remove it."
    case "iframe", "object", "embed", "applet", "frame", "frameset", "portal":
      "a report makes no network requests. Link to its address instead."
    case "svg", "math": "drawings in prose need `html: raw` in the front matter. Add that, or use an image."
    case "form", "input", "button", "select", "textarea", "label", "fieldset", "legend", "option", "optgroup",
      "output", "datalist":
      "nothing receives a form's data. Remove it."
    default: "it is unknown. Write it in backticks if it is text."
    }
  }
}
