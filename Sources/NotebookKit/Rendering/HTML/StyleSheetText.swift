/// A CSS reader that only finds out whether it refers to files.
enum StyleSheetText {
  /// True if a style sheet or declaration loads nothing: it has no imports, and its addresses are `data:` or fragments.
  ///
  /// An escape in a name, which hides it from a reader, counts as asking, and so does an unfinished comment or string.
  static func isLocal(_ css: String) -> Bool {
    let bytes = Array(css.utf8)
    var index = 0
    var word: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "/") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "*"):
        guard let end = endOfComment(bytes, index + 2) else { return false }
        index = end
        word = []
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let end = endOfString(bytes, index) else { return false }
        index = end
        word = []
      case UInt8(ascii: "\\"): return false
      case UInt8(ascii: "("):
        let name = String(decoding: word, as: UTF8.self)
        if functionsOfFiles.contains(name) { return false }
        if name == "url" || name == "src" {
          let argument = bytes[(index + 1)...].drop {
            $0 <= 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'")
          }
          let start = String(decoding: argument.prefix(5), as: UTF8.self).lowercased()
          guard start.hasPrefix("#") || start == "data:" else { return false }
        }
        index += 1
        word = []
      case UInt8(ascii: "@"):
        if String(decoding: bytes[(index + 1)...].prefix(6), as: UTF8.self).lowercased() == "import" { return false }
        index += 1
        word = []
      case _ where isWordPart(byte):
        word.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        index += 1
      default:
        index += 1
        word = []
      }
    }
    return true
  }

  /// Functions that may name several files.
  private static let functionsOfFiles: Set = [
    "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade",
  ]

  private static func isWordPart(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
  }

  private static func endOfComment(_ bytes: [UInt8], _ start: Int) -> Int? {
    var index = start
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") { return index + 2 }
      index += 1
    }
    return nil
  }

  private static func endOfString(_ bytes: [UInt8], _ start: Int) -> Int? {
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == bytes[start] { return index + 1 }
      if bytes[index] == UInt8(ascii: "\n") { return nil }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}
