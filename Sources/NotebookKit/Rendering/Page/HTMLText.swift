import Mustache

extension StringProtocol {
  /// The text escaped for an element or a quoted attribute.
  ///
  /// Works on bytes: a quote with a combining accent is one `Character`, and still ends an attribute. Carriage
  /// returns go, and control characters that HTML forbids become U+FFFD.
  package var escapedForHTML: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count + utf8.count / 8)
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes.append(contentsOf: Entity.ampersand)
      case UInt8(ascii: "<"): bytes.append(contentsOf: Entity.less)
      case UInt8(ascii: ">"): bytes.append(contentsOf: Entity.greater)
      case UInt8(ascii: "\""): bytes.append(contentsOf: Entity.quote)
      case UInt8(ascii: "'"): bytes.append(contentsOf: Entity.apostrophe)
      case 0x09, 0x0A, 0x20...0x7E, 0x80...: bytes.append(byte)
      case 0x0D: break
      default: bytes.append(contentsOf: Entity.replacement)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

private enum Entity {
  static let ampersand = Array("&amp;".utf8)
  static let less = Array("&lt;".utf8)
  static let greater = Array("&gt;".utf8)
  static let quote = Array("&quot;".utf8)
  static let apostrophe = Array("&#39;".utf8)
  static let replacement = Array("\u{FFFD}".utf8)
}

/// The escaping of `{{…}}` in our templates, instead of Mustache's own, which goes by `Character`.
struct SafeHTML: MustacheContentType {
  static let name = "ETUDE"

  func escapeText(_ text: String) -> String { text.escapedForHTML }
}
