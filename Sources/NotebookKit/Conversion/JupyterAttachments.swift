import Files
import Foundation

/// Images that Jupyter stores in a cell.
enum JupyterAttachments {
  private static let scheme = Array("attachment:".utf8)

  /// The text with `data:` URLs in place of attachments, and the attachments that it does not name.
  ///
  /// A name may be literal or percent-encoded in the text. In code it is not an address.
  static func embed(_ attachments: JSON.Object, in text: String) -> (text: String, rest: JSON.Object) {
    let known = attachments.members.compactMap { member -> (name: String, address: String)? in
      guard let image = member.value.object?.members.first else { return nil }
      return address(type: image.name, image.value.multilineText ?? "").map { (member.name, $0) }
    }
    var pictures: [ArraySlice<UInt8>: (name: String, address: String)] = [:]
    for picture in known {
      let encoded = picture.name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? picture.name
      pictures[Array(encoded.utf8)[...]] = picture
    }
    for picture in known { pictures[Array(picture.name.utf8)[...]] = picture }
    let bytes = Array(text.utf8)
    var embedded: Set<String> = []
    var edits: [(range: Range<Int>, text: String)] = []
    if !pictures.isEmpty, text.contains("attachment:") {
      let code = CodeBytes(MarkdownDocument(text), in: bytes)
      // Longer names first: one may begin as another does.
      let lengths = Set(pictures.keys.map(\.count)).sorted(by: >)
      for place in bytes.ranges(of: scheme) where !code.contains(place.lowerBound) {
        let name = place.upperBound
        let ends = lengths.lazy.map { name + $0 }.filter { $0 <= bytes.count && endsAddress(bytes, at: $0) }
        guard let end = ends.first(where: { pictures[bytes[name..<$0]] != nil }),
          let picture = pictures[bytes[name..<end]]
        else { continue }
        edits.append((place.lowerBound..<end, picture.address))
        embedded.insert(picture.name)
      }
    }
    let rest = attachments.members.filter { attachment in
      !embedded.contains(attachment.name) || (attachment.value.object?.members.count ?? 0) > 1
    }
    return (text.replacing(edits), JSON.Object(rest.map { ($0.name, $0.value) }))
  }

  /// Nil for an invalid type or content, which could end the enclosing link.
  private static func address(type: String, _ base64: String) -> String? {
    let content = base64.filter { !$0.isWhitespace }
    func holds(_ text: String, _ signs: String) -> Bool {
      !text.isEmpty
        && text.utf8.allSatisfy { byte in
          let character = Character(Unicode.Scalar(byte))
          return byte < 0x80 && (character.isLetter || character.isNumber || signs.contains(character))
        }
    }
    return holds(type, "/+-._") && holds(content, "+/=") ? "data:\(type);base64,\(content)" : nil
  }

  private static func endsAddress(_ bytes: [UInt8], at index: Int) -> Bool {
    guard let byte = bytes[safe: index] else { return true }
    let character = Character(Unicode.Scalar(byte))
    return byte < 0x80 && (character.isWhitespace || ")>]\"'#?".contains(character))
  }
}
