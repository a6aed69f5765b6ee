import Foundation

/// The attributes of an element that pass, ready for its start tag.
struct HTMLAttributes {
  private(set) var text = ""
  /// True if something that loads from elsewhere was left out.
  private(set) var hadRemoteParts = false
  /// True if an image, video or sound has data to show.
  private(set) var hasSource = false
  /// Address of an image, video or sound that cannot be shown.
  private(set) var address: String?
  private(set) var alternative = ""

  /// Attributes of a link that opens a new page.
  static let outside = " target=\"_blank\" rel=\"noopener noreferrer\""

  private let element: HTMLTree.Element
  private let place: HTMLSanitizer.Place

  /// - Parameter taken: Names of elements written before; the element's name is added to them.
  init(_ element: HTMLTree.Element, for place: HTMLSanitizer.Place, taken identifiers: inout Set<String>) {
    self.element = element
    self.place = place
    for attribute in element.attributes {
      switch attribute.name {
      case "href", "xlink:href": addAddress(attribute)
      case "src", "poster": addSource(attribute)
      case "srcset", "data", "background", "cite", "ping", "action", "formaction", "longdesc", "usemap", "imagesrcset":
        if attribute.name != "data" { hadRemoteParts = true }
      case "style":
        if !place.allowsDrawing { continue }
        if StyleSheetText.isLocal(attribute.value) { write(attribute) } else { hadRemoteParts = true }
      case "id":
        if isFree(attribute.value), identifiers.insert(attribute.value).inserted { write(attribute) }
      case "name" where element.name == "a":
        let hasIdentifier = element.attributes.contains { $0.name == "id" }
        if !hasIdentifier, isFree(attribute.value), identifiers.insert(attribute.value).inserted {
          write(.init(name: "id", value: attribute.value))
        }
      case "class":
        let classes = attribute.value.split(whereSeparator: \.isWhitespace).map(String.init)
        let free = classes.filter { !place.takenClasses.contains($0) }
        if !free.isEmpty { write(.init(name: "class", value: free.joined(separator: " "))) }
      default: addOther(attribute)
      }
    }
    if element.name == "a", place.opensLinksOutside, text.contains(" href="), !text.contains(" href=\"#") {
      text += Self.outside
    }
  }

  private mutating func write(_ attribute: HTMLTree.Attribute) {
    text += " \(attribute.name)=\"\(attribute.value.escapedForHTML)\""
  }

  private mutating func addOther(_ attribute: HTMLTree.Attribute) {
    if attribute.name == "alt" { alternative = attribute.value }
    guard HTMLPolicy.allows(attribute: attribute.name, element.namespace) else { return }
    if element.namespace == .svg, !StyleSheetText.isLocal(attribute.value) {
      hadRemoteParts = true
    } else {
      write(attribute)
    }
  }

  /// The address of a link, which only a click follows; in images also a part of the same image.
  private mutating func addAddress(_ attribute: HTMLTree.Attribute) {
    if element.name == "a" {
      if let address = LinkPolicy.safe(attribute.value) { write(.init(name: attribute.name, value: address)) }
    } else if element.namespace == .svg {
      let isOwn = attribute.value.hasPrefix("#")
      if isOwn || element.name == "image" && Self.isData(attribute.value, ["image/"]) {
        write(attribute)
      } else {
        hadRemoteParts = true
      }
    }
  }

  private mutating func addSource(_ attribute: HTMLTree.Attribute) {
    guard ["img", "audio", "video", "source"].contains(element.name) else { return }
    let value = attribute.value.trimmingCharacters(in: .whitespacesAndNewlines)
    if Self.isData(value, attribute.name == "poster" ? ["image/"] : ["image/", "audio/", "video/"]) {
      if attribute.name == "src" { hasSource = true }
      write(.init(name: attribute.name, value: value))
    } else if element.name == "img", let data = place.picture(value) {
      hasSource = true
      text += " src=\"\(data)\""
    } else if element.name != "img", attribute.name == "src", let data = place.video(value) {
      hasSource = true
      text += " src=\"\(data)\""
    } else if attribute.name == "poster" {
      hadRemoteParts = true
    } else {
      address = LinkPolicy.safe(value)
      hadRemoteParts = true
    }
  }

  private static func isData(_ address: String, _ types: [String]) -> Bool {
    let start = address.prefix(16).lowercased()
    return types.contains { start.hasPrefix("data:\($0)") }
  }

  /// True if no element of the page has the name, now or later: Etude's own names contain a colon.
  private func isFree(_ identifier: String) -> Bool {
    !identifier.isEmpty && !identifier.contains(":") && !identifier.contains(where: \.isWhitespace)
      && !place.takenIdentifiers.contains(identifier)
  }
}
