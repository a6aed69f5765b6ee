/// A word of prose that may be an address or a path, whose marks are its own.
struct AddressWord {
  private let before: ArraySlice<UInt8>
  private let after: ArraySlice<UInt8>

  private static let longest = 200

  /// The word around a byte that is not blank.
  init(around place: Int, in bytes: [UInt8]) {
    let first = bytes[max(0, place - Self.longest)..<place]
    let start = first.lastIndex(where: Self.isEnd).map { $0 + 1 } ?? first.startIndex
    // The word itself begins behind brackets and quotes.
    before = first[start...].drop { "([\"'*_".utf8.contains($0) }
    after = bytes[place..<min(bytes.count, place + Self.longest)].prefix { !Self.isEnd($0) }
  }

  /// True for an address of the web or of mail, in which a tilde and a caret mean themselves.
  var isAddress: Bool {
    if before.starts(with: "www.".utf8) || before.starts(with: "mailto:".utf8) { return true }
    if let colon = before.firstIndex(of: UInt8(ascii: ":")), before[colon...].starts(with: "://".utf8) { return true }
    guard let at = before.firstIndex(of: UInt8(ascii: "@")), at > before.startIndex else { return false }
    return Self.isLetterOrDigit(before[at - 1])
  }

  /// True for the path of a file, in which a tilde means itself.
  ///
  /// `H~2~O/CO~2~` is none: a path begins as one, has folders before its first tilde, or a file's ending.
  var isPath: Bool {
    if ["/", "./", "../", "~"].contains(where: { before.starts(with: $0.utf8) }) { return true }
    if before.dropFirst().starts(with: ":\\".utf8) || before.dropFirst().starts(with: ":/".utf8) { return true }
    let slash = UInt8(ascii: "/")
    if before.prefix(while: { $0 != UInt8(ascii: "~") }).count(where: { $0 == slash }) > 1 { return true }
    let rest = after.dropFirst()
    if let end = rest.firstIndex(of: UInt8(ascii: "~")), rest[..<end].contains(slash) { return true }
    return before.contains(slash) && hasEnding
  }

  /// True if a dot with a letter behind it follows.
  private var hasEnding: Bool {
    guard let dot = after.lastIndex(of: UInt8(ascii: ".")), let letter = after[(dot + 1)...].first else { return false }
    return Self.isLetterOrDigit(letter)
  }

  private static func isEnd(_ byte: UInt8) -> Bool { " \t\r\n<>".utf8.contains(byte) }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }
}
