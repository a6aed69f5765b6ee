import CGumbo

/// HTML as the tree that a browser would build, as the content of a page's body.
///
/// Related Gumbo documentation: <https://github.com/google/gumbo-parser/blob/master/src/gumbo.h>
final class HTMLTree {
  enum Namespace: Equatable { case html, svg, mathML }

  struct Element: Equatable {
    /// In lower case.
    var name: String
    var namespace: Namespace
    var attributes: [Attribute]
  }

  struct Attribute: Equatable {
    /// In lower case, with the prefix of its namespace: `xlink:href`.
    var name: String
    /// Without references to characters.
    var value: String
  }

  enum Event: Equatable {
    case opening(Element)
    case closing
    case text(String)
    case comment(String)
  }

  /// Text before the HTML: an element that keeps a stray end tag of the body from ending it.
  ///
  /// Parsed as a fragment, HTML would stay inside images where a browser would end them.
  private static let head = "<!DOCTYPE html><body><marquee>"

  private let output: UnsafeMutablePointer<GumboOutput>
  /// The tree refers to the text.
  private let source: UnsafeMutableBufferPointer<CChar>

  /// Nil for HTML over the limits of ``HTMLExtent``.
  init?(_ html: String) {
    guard HTMLExtent.isWithinLimits(html) else { return nil }
    let text = Self.head + html
    source = .allocate(capacity: text.utf8.count + 1)
    _ = source.initialize(from: text.utf8.map { CChar(bitPattern: $0) } + [0])
    var options = kGumboDefaultOptions
    options.max_errors = 0
    guard let output = gumbo_parse_with_options(&options, source.baseAddress, text.utf8.count) else {
      source.deallocate()
      return nil
    }
    self.output = output
  }

  deinit {
    var options = kGumboDefaultOptions
    gumbo_destroy_output(&options, output)
    source.deallocate()
  }

  /// Calls `body` for all nodes in the order of the text, with a closing event after the content of each element.
  func forEach(_ body: (Event) -> Void) {
    guard let page = Self.child(of: output.pointee.root, GUMBO_TAG_BODY) else { return }
    if let head = Self.child(of: page, GUMBO_TAG_MARQUEE) { Self.forEach(below: head, from: 0, body) }
    // An end tag of its name ends the element that is before the HTML.
    Self.forEach(below: page, from: 1, body)
  }

  private static func child(of node: UnsafeMutablePointer<GumboNode>, _ tag: GumboTag)
    -> UnsafeMutablePointer<GumboNode>?
  {
    let children = node.pointee.v.element.children
    return (0..<Int(children.length)).lazy.compactMap { children.data[$0]?.assumingMemoryBound(to: GumboNode.self) }
      .first { $0.pointee.type == GUMBO_NODE_ELEMENT && $0.pointee.v.element.tag == tag }
  }

  private static func forEach(below node: UnsafeMutablePointer<GumboNode>, from first: UInt32, _ body: (Event) -> Void)
  {
    var open: [(children: GumboVector, next: UInt32)] = [(node.pointee.v.element.children, first)]
    while let (children, next) = open.last {
      guard next < children.length else {
        open.removeLast()
        if !open.isEmpty { body(.closing) }
        continue
      }
      open[open.count - 1].next += 1
      guard let node = children.data[Int(next)]?.assumingMemoryBound(to: GumboNode.self) else { continue }
      switch node.pointee.type {
      case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
        body(.opening(Element(node.pointee.v.element)))
        open.append((node.pointee.v.element.children, 0))
      case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA:
        body(.text(String(cString: node.pointee.v.text.text)))
      case GUMBO_NODE_COMMENT: body(.comment(String(cString: node.pointee.v.text.text)))
      default: continue
      }
    }
  }
}

extension HTMLTree.Element {
  fileprivate init(_ element: GumboElement) {
    if element.tag == GUMBO_TAG_UNKNOWN {
      var original = element.original_tag
      gumbo_tag_from_original_text(&original)
      let bytes = UnsafeRawBufferPointer(start: original.data, count: original.length)
      name = String(decoding: bytes, as: UTF8.self).lowercased()
    } else {
      name = String(cString: gumbo_normalized_tagname(element.tag)).lowercased()
    }
    namespace =
      switch element.tag_namespace {
      case GUMBO_NAMESPACE_SVG: .svg
      case GUMBO_NAMESPACE_MATHML: .mathML
      default: .html
      }
    attributes = (0..<Int(element.attributes.length)).compactMap { index in
      guard let attribute = element.attributes.data[index]?.assumingMemoryBound(to: GumboAttribute.self).pointee else {
        return nil
      }
      let prefix =
        switch attribute.attr_namespace {
        case GUMBO_ATTR_NAMESPACE_XLINK: "xlink:"
        case GUMBO_ATTR_NAMESPACE_XML: "xml:"
        case GUMBO_ATTR_NAMESPACE_XMLNS: "xmlns:"
        default: ""
        }
      return HTMLTree.Attribute(
        name: prefix + String(cString: attribute.name).lowercased(), value: String(cString: attribute.value))
    }
  }
}
