/// Writes only the allowed parts of HTML, from the tree that a browser would build.
///
/// Elements that are not allowed go and leave their content, unless that is not text. Nothing that is written loads a
/// file, runs a script, leads anywhere without a click, or takes a name of the page's own.
struct HTMLSanitizer {
  /// The surroundings of the HTML.
  struct Place {
    /// True if links open a new page, because the HTML is in a frame.
    var opensLinksOutside = false
    /// True if style sheets pass.
    var allowsStyleSheets = false
    /// True if `style` attributes, drawings and formulas pass.
    var allowsDrawing = true
    /// Names of elements that the page has already.
    var takenIdentifiers: Set<String> = []
    /// Classes that the page's own scripts use to find their elements.
    var takenClasses: Set<String> = []
    /// An image beside the notebook as a `data:` URL.
    var picture: (String) -> String? = { _ in nil }
    /// A video or sound beside the notebook as a `data:` URL.
    var video: (String) -> String? = { _ in nil }
    /// True if a comment is kept, even in removed parts.
    var keepsComment: (String) -> Bool = { _ in false }
  }

  struct Result: Equatable {
    var html = ""
    /// The texts of its style sheets.
    var styleSheets: [String] = []
    var hadScripts = false
    /// True if something that loads from elsewhere was left out.
    var hadRemoteParts = false
    /// The addresses of images that are not shown.
    var missingPictures: [String] = []
    /// The addresses of videos and sounds that are not played.
    var missingMedia: [String] = []
  }

  private let place: Place
  private var result = Result()
  private var identifiers: Set<String> = []
  /// The elements around the position that is written, with the end tag of each; empty for one that goes.
  private var open: [(element: HTMLTree.Element, end: String)] = []
  /// Number of elements around it that go with their content.
  private var removedDepth = 0
  /// The player being written, and the HTML before it.
  private var player: (tag: String, before: String, depth: Int, hasSource: Bool, address: String?)?
  /// The text of the style sheet that is being read.
  private var styleSheet: String?

  /// The allowed part of some HTML; nil for HTML over the limits of ``HTMLExtent``.
  static func sanitize(_ html: String, for place: Place) -> Result? {
    guard let tree = HTMLTree(html) else { return nil }
    var sanitizer = HTMLSanitizer(place: place)
    tree.forEach { sanitizer.add($0) }
    return sanitizer.result
  }

  private init(place: Place) { self.place = place }

  private mutating func add(_ event: HTMLTree.Event) {
    switch event {
    case .opening(let element): add(element)
    case .closing: close()
    case .text(let text):
      if styleSheet != nil { styleSheet? += text } else if removedDepth == 0 { result.html += text.escapedForHTML }
    case .comment(let text): if place.keepsComment(text) { result.html += "<!--\(text)-->" }
    }
  }

  // MARK: Elements

  private mutating func add(_ element: HTMLTree.Element) {
    note(element)
    if removedDepth > 0 {
      removedDepth += 1
    } else if element.name == "style", place.allowsStyleSheets, element.namespace != .mathML {
      styleSheet = ""
      removedDepth = 1
    } else if isAllowed(element) {
      write(element)
      return
    } else if HTMLPolicy.removedWithContent.contains(element.name) {
      removedDepth = 1
    }
    open.append((element, ""))
  }

  private mutating func write(_ element: HTMLTree.Element) {
    let isVoid = element.namespace == .html && HTMLTagNames.void.contains(element.name)
    let attributes = HTMLAttributes(element, for: place, taken: &identifiers)
    if attributes.hadRemoteParts { result.hadRemoteParts = true }
    if element.name == "img", !attributes.hasSource { return writeMissing(element, attributes) }
    if element.namespace == .html, element.name == "audio" || element.name == "video", player == nil {
      return openPlayer(element, attributes)
    }
    if element.name == "source", player != nil {
      if attributes.hasSource { player?.hasSource = true }
      if player?.address == nil { player?.address = attributes.address }
      if !attributes.hasSource { return open.append((element, "")) }
    }
    result.html += "<\(element.name)\(attributes.text)>"
    // A parser drops a line end here.
    if element.name == "pre" || element.name == "listing" { result.html += "\n" }
    open.append((element, isVoid ? "" : "</\(element.name)>"))
  }

  /// An image that cannot be shown is a link to it, or its text.
  private mutating func writeMissing(_ element: HTMLTree.Element, _ attributes: HTMLAttributes) {
    if let address = attributes.address { result.missingPictures.append(address) }
    let text = attributes.alternative.isEmpty ? attributes.address ?? "" : attributes.alternative
    if let address = attributes.address {
      writeLink(to: address, text: text)
    } else {
      result.html += text.escapedForHTML
    }
    open.append((element, ""))
  }

  /// A link to content that is not shown, or its text within another link.
  private mutating func writeLink(to address: String, text: String) {
    if open.contains(where: { $0.element.name == "a" }) { return result.html += text.escapedForHTML }
    let target = place.opensLinksOutside ? HTMLAttributes.outside : ""
    result.html += "<a href=\"\(address.escapedForHTML)\"\(target)>\(text.escapedForHTML)</a>"
  }

  // MARK: Players

  /// Begins a video or sound, which is written only if something in it can be played.
  private mutating func openPlayer(_ element: HTMLTree.Element, _ attributes: HTMLAttributes) {
    let hasControls = element.attributes.contains { $0.name == "controls" }
    let tag = "<\(element.name)\(hasControls ? "" : " controls")\(attributes.text)>"
    player = (tag, result.html, open.count, attributes.hasSource, attributes.address)
    result.html = ""
    open.append((element, "</\(element.name)>"))
  }

  /// Writes the player that ends here, or else its content with a link to its file.
  private mutating func closePlayer(_ end: String) {
    guard let closed = player else { return }
    player = nil
    let inside = result.html
    result.html = closed.before
    if closed.hasSource {
      result.html += closed.tag + inside + end
      return
    }
    if let address = closed.address {
      result.missingMedia.append(address)
      writeLink(to: address, text: address)
      if !inside.isEmpty { result.html += " " }
    }
    result.html += inside
  }

  private mutating func close() {
    guard let last = open.popLast() else { return }
    if removedDepth > 0 {
      removedDepth -= 1
    } else if open.count == player?.depth {
      closePlayer(last.end)
    } else {
      result.html += last.end
    }
    if removedDepth == 0, let sheet = styleSheet {
      styleSheet = nil
      writeStyleSheet(sheet, last.element)
    }
  }

  private mutating func writeStyleSheet(_ sheet: String, _ element: HTMLTree.Element) {
    guard StyleSheetText.isLocal(sheet), !sheet.lowercased().contains("</style") else {
      result.hadRemoteParts = true
      return
    }
    // In an image the text of a style sheet is text like any other.
    result.html += "<style>\(element.namespace == .svg ? sheet.escapedForHTML : sheet)</style>"
    result.styleSheets.append(sheet)
  }

  /// An element of HTML within an image or formula is left out: a parser could read it otherwise than this one did.
  private func isAllowed(_ element: HTMLTree.Element) -> Bool {
    guard HTMLPolicy.allows(element.name, element.namespace) else { return false }
    if !place.allowsDrawing, element.namespace != .html { return false }
    guard let outer = open.last(where: { !$0.end.isEmpty })?.element.namespace, outer != .html else { return true }
    return element.namespace == outer
  }

  private mutating func note(_ element: HTMLTree.Element) {
    if element.name == "script" { result.hadScripts = true }
    if HTMLPolicy.remote.contains(element.name), element.attributes.contains(where: { $0.name != "charset" }) {
      result.hadRemoteParts = true
    }
  }
}
