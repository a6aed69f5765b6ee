/// Upper bounds of the depth and of the number of nodes of some HTML, told before it is parsed.
///
/// The HTML parsing algorithm takes time in proportion to the depth for every tag, and copies formatting elements into
/// every block that follows them. So hostile markup would take hours; it is refused by these figures instead. Both are
/// upper bounds: an end tag counts only where the parser is sure to obey it.
struct HTMLExtent: Equatable {
  /// Maximum number of open elements.
  private(set) var depth = 0
  /// Elements and texts, copies included.
  private(set) var nodeCount = 0
  /// Attributes of one element.
  private(set) var attributeCount = 0

  static let maximumDepth = 500
  static let maximumNodeCount = 1_000_000
  /// The parser compares each attribute of an element with all others.
  static let maximumAttributeCount = 1_000
  /// In bytes.
  static let maximumLength = 16_000_000

  /// True if the HTML is small enough to be parsed.
  static func isWithinLimits(_ html: String) -> Bool {
    if html.utf8.count > maximumLength { return false }
    var text = html
    let extent = text.withUTF8 { HTMLExtent($0) }
    return extent.depth <= maximumDepth && extent.nodeCount <= maximumNodeCount
      && extent.attributeCount <= maximumAttributeCount
  }

  static var limits: String {
    "\(maximumDepth) nested elements, \(maximumNodeCount) nodes, \(maximumAttributeCount) attributes of one or "
      + "\(maximumLength / 1_000_000) MB"
  }

  init(_ html: UnsafeBufferPointer<UInt8>) {
    var tags = HTMLTagScanner(html)
    var open = OpenHTMLElements()
    defer { attributeCount = tags.largestAttributeCount }
    while let tag = tags.next() {
      nodeCount += 2 + open.formattingCount
      if tag.isCharacterData {
        if open.isSurelyForeign { tags.skipCharacterData() } else { open.ignoresEnds = true }
      } else if tag.isEnd {
        open.close(tag.name)
      } else {
        open.open(tag)
        depth = max(depth, open.count)
      }
      if depth > Self.maximumDepth || nodeCount > Self.maximumNodeCount { return }
      // The text of these elements has no tags, unless they are in a part to which HTML's rules do not apply.
      if !tag.isEnd, HTMLTagNames.rawText.contains(tag.name), !open.isUnusual {
        switch tags.skipText(of: tag.name) {
        case .ended: open.close(tag.name)
        case .unclosed: return
        // A comment within a script may hide its end.
        case .unsure: open.ignoresEnds = true
        }
      }
    }
  }
}
