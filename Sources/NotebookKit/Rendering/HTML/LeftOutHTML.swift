/// Finds the parts of the author's HTML that the page leaves out, node by node in text order.
struct LeftOutHTML {
  enum Part: Equatable {
    case element(String)
    case attribute(String, element: String)
    /// The address of a link that could run a script or read a file.
    case address(String)
    /// The attribute by which other programs read Markdown within an element.
    case markdown(element: String)
  }

  private let allowsDrawing: Bool
  /// The start tags, by node and byte, of elements whose end follows.
  private let closed: Set<Place>
  /// The outermost removed element, and the number of open elements with its name. Its content is not reported.
  private var removed: (name: String, depth: Int, end: MarkdownNode.ID)?
  /// The drawing or formula around the current position.
  private var drawing: (name: String, end: MarkdownNode.ID)?

  private struct Place: Hashable {
    var node: MarkdownNode.ID
    var byte: Int
  }

  /// - Parameters:
  ///   - nodes: All of the author's HTML in the order of the text.
  ///   - allowsDrawing: True if `style` attributes, drawings and formulas pass.
  init(_ nodes: some Sequence<MarkdownNode>, allowsDrawing: Bool) {
    self.allowsDrawing = allowsDrawing
    var open: [String: [Place]] = [:]
    var closed: Set<Place> = []
    for node in nodes {
      var html = node.literal
      html.withUTF8 { bytes in
        var tags = HTMLTagScanner(bytes)
        while let tag = tags.next() {
          if tag.isEnd {
            if let place = open[tag.name]?.popLast() { closed.insert(place) }
          } else if HTMLTagNames.rawText.contains(tag.name) {
            _ = tags.skipText(of: tag.name)
          } else if !tag.isSelfClosing, Self.hasParts.contains(tag.name) {
            open[tag.name, default: []].append(Place(node: node.id, byte: tags.tagStart))
          }
        }
      }
    }
    self.closed = closed
  }

  /// The removed parts of the next HTML, each once, with the number of line ends before it.
  ///
  /// - Parameters:
  ///   - node: The author's HTML.
  ///   - end: The node behind the block in which it stands, where an element ends that nothing closes.
  mutating func parts(of node: MarkdownNode, blockEnd end: MarkdownNode.ID) -> [(part: Part, line: Int)] {
    if let open = removed, node.id >= open.end { removed = nil }
    if let open = drawing, node.id >= open.end { drawing = nil }
    var html = node.literal
    return html.withUTF8 { bytes in
      var tags = HTMLTagScanner(bytes)
      tags.readsAttributes = true
      var found: [(part: Part, line: Int)] = []
      var (line, lineByte) = (0, 0)
      while let tag = tags.next() {
        let isClosed = closed.contains(Place(node: node.id, byte: tags.tagStart))
        for part in parts(of: tag, &tags, end: isClosed ? .max : end)
        where !found.contains(where: { $0.part == part }) {
          line += bytes[lineByte..<tags.tagStart].count { $0 == UInt8(ascii: "\n") }
          lineByte = tags.tagStart
          found.append((part, line))
        }
      }
      return found
    }
  }

  /// - Parameter end: The node before which the element ends if no end tag does.
  private mutating func parts(
    of tag: HTMLTagScanner.Tag, _ tags: inout HTMLTagScanner, end: MarkdownNode.ID
  ) -> [Part] {
    if let open = removed {
      if tag.name == open.name, !tag.isSelfClosing {
        let depth = open.depth + (tag.isEnd ? -1 : 1)
        removed = depth > 0 ? (tag.name, depth, open.end) : nil
      }
      return []
    }
    if tag.isEnd, tag.name == drawing?.name { drawing = nil }
    if tag.isEnd || tag.isCharacterData || Self.structure.contains(tag.name) { return [] }
    guard isKnown(tag.name) else {
      if HTMLTagNames.rawText.contains(tag.name) {
        _ = tags.skipText(of: tag.name)
      } else if !tag.isSelfClosing, !HTMLTagNames.void.contains(tag.name), Self.hasParts.contains(tag.name) {
        removed = (tag.name, 1, end)
      }
      return [.element(tag.name)]
    }
    if ["svg", "math"].contains(tag.name), !tag.isSelfClosing { drawing = (tag.name, end) }
    return tags.attributes.compactMap { attribute in
      switch attribute.name {
      case "style":
        allowsDrawing && StyleSheetText.isLocal(attribute.value) ? nil : .attribute("style", element: tag.name)
      case "href" where tag.name == "a" && LinkPolicy.safe(attribute.value) == nil: .address(attribute.value)
      case "markdown" where !["0", "off", "false"].contains(attribute.value): .markdown(element: tag.name)
      case let name where name.hasPrefix("on") && name.utf8.count > 2: .attribute(name, element: tag.name)
      default: nil
      }
    }
  }

  private func isKnown(_ name: String) -> Bool {
    switch drawing?.name {
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
