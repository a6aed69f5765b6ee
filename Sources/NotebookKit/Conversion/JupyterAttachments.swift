import Files
import Foundation

/// Pictures that Jupyter keeps beside a cell's text.
enum JupyterAttachments {
  /// The text with `data:` URLs in the places of attachments, and the attachments that it does not name.
  ///
  /// A name may stand in the text as it is or with its characters percent-encoded. In code it is no address.
  static func embed(_ attachments: JSON.Object, in text: String) -> (text: String, rest: JSON.Object) {
    var result = text
    var rest = JSON.Object()
    // Longer names first: one may begin as another does.
    for attachment in attachments.members.sorted(by: { $0.name.count > $1.name.count }) {
      let encoded = attachment.name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? attachment.name
      let names = Set([attachment.name, encoded]).map { "attachment:\($0)" }.sorted { $0.count > $1.count }
      let images = attachment.value.object ?? [:]
      guard let image = images.members.first, let address = address(type: image.name, image.value.multilineText ?? "")
      else {
        rest[attachment.name] = attachment.value
        continue
      }
      let before = result
      for name in names { result = replacing(name, by: address, in: result) }
      if result == before || images.members.count > 1 { rest[attachment.name] = attachment.value }
    }
    return (result, rest)
  }

  /// Nil for a type or a content that is none, which could end the link in which it stands.
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

  /// The text with an address in the place of each name that goes no further, code left alone.
  private static func replacing(_ name: String, by address: String, in text: String) -> String {
    let ranges = text.ranges(of: name).filter { range in
      range.upperBound == text.endIndex || endsAddress(text[range.upperBound])
    }
    if ranges.isEmpty { return text }
    let code = MarkdownDocument(text).nodes.compactMap { node -> Code? in
      switch node.kind {
      case .code: node.source.map(Code.bytes)
      case .codeBlock: .lines(node.firstLine...max(node.firstLine, node.lastLine))
      default: nil
      }
    }
    let edits = ranges.compactMap { range -> (range: Range<Int>, text: String)? in
      let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
      let line = 1 + text.utf8[..<range.lowerBound].count { $0 == UInt8(ascii: "\n") }
      let isCode = code.contains { code in
        switch code {
        case .bytes(let bytes): bytes.contains(start)
        case .lines(let lines): lines.contains(line)
        }
      }
      return isCode
        ? nil : (start..<(start + text.utf8.distance(from: range.lowerBound, to: range.upperBound)), address)
    }
    return text.replacing(edits)
  }

  private enum Code {
    case bytes(Range<Int>)
    case lines(ClosedRange<Int>)
  }

  private static func endsAddress(_ character: Character) -> Bool {
    character.isWhitespace || ")>]\"'#?".contains(character)
  }
}
