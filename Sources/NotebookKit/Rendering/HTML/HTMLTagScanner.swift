/// Finds the tags of HTML as the tokenizer of the standard does, without making a tree of them.
struct HTMLTagScanner {
  struct Tag: Equatable {
    /// In lower case.
    var name: String
    var isEnd: Bool
    var isSelfClosing: Bool
    /// True if this is the beginning of a CDATA section, and no tag.
    var isCharacterData = false
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  /// The most attributes that one element has, or has begun at the end of the text.
  ///
  /// A name counts once, since the parser drops it when it comes again.
  private(set) var largestAttributeCount = 0
  /// True if ``attributes`` are read.
  var readsAttributes = false
  /// The names in lower case and the values as written of the last start tag's attributes.
  private(set) var attributes: [(name: String, value: String)] = []
  /// The byte at which the last tag begins that ``next()`` found.
  private(set) var tagStart = 0
  /// True if the text ends within a tag, a comment or a declaration.
  private(set) var endsWithinMarkup = false
  /// The attributes of all tags of the elements around the whole, which the parser gathers.
  private var outermostAttributes: Set<[UInt8]> = []

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next tag, or beginning of a CDATA section; comments are passed over.
  mutating func next() -> Tag? {
    while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = start + 1
      tagStart = start
      guard let first = byte(position) else { return nil }
      if first == UInt8(ascii: "!") {
        if has("<!--", at: start) {
          skipComment(from: start + 4)
        } else if has("<![cdata[", at: start) {
          position = start + 9
          return Tag(name: "", isEnd: false, isSelfClosing: false, isCharacterData: true)
        } else {
          skip(past: UInt8(ascii: ">"))
        }
      } else if first == UInt8(ascii: "?") {
        skip(past: UInt8(ascii: ">"))
      } else if first == UInt8(ascii: "/") {
        position += 1
        if let letter = byte(position), Self.isLetter(letter) { return tag(isEnd: true) }
        if byte(position) != nil { skip(past: UInt8(ascii: ">")) }
      } else if Self.isLetter(first) {
        return tag(isEnd: false)
      }
    }
    position = bytes.count
    return nil
  }

  /// Passes over the text of a CDATA section with its end.
  mutating func skipCharacterData() {
    while let mark = bytes[position...].firstIndex(of: UInt8(ascii: "]")) {
      position = mark + 1
      if has("]]>", at: mark) {
        position = mark + 3
        return
      }
    }
    position = bytes.count
  }

  /// Place of the last start of a comment that was seen in a script's text.
  private var unsureMark = -1

  enum TextEnd { case ended, unclosed, unsure }

  /// Passes over the text of an element that holds no others, with its end tag.
  mutating func skipText(of name: String) -> TextEnd {
    // The text up to there was looked through before.
    if name == "script", position <= unsureMark { return .unsure }
    let start = position
    while let mark = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = mark + 1
      if name == "script", has("<!--", at: mark) {
        unsureMark = mark
        position = start
        return .unsure
      }
      guard has("</" + name, at: mark), let end = byte(mark + 2 + name.utf8.count),
        Self.isBlank(end) || end == 0x2F || end == 0x3E
      else { continue }
      position = mark + 2
      _ = tag(isEnd: true)
      return .ended
    }
    position = bytes.count
    return .unclosed
  }

  // MARK: Parts of tags

  /// The tag whose name begins here, with its attributes passed over.
  private mutating func tag(isEnd: Bool) -> Tag? {
    let start = position
    while let next = byte(position), !Self.isBlank(next), next != 0x2F, next != 0x3E { position += 1 }
    let name = String(decoding: bytes[start..<position].prefix(64).map(Self.lowercased), as: UTF8.self)
    var isSelfClosing = false
    let isOutermost = !isEnd && (name == "html" || name == "body")
    var names: Set<[UInt8]> = []
    if isOutermost { swap(&names, &outermostAttributes) }
    defer { if isOutermost { swap(&names, &outermostAttributes) } }
    attributes = []
    while let next = byte(position) {
      switch next {
      case UInt8(ascii: ">"):
        position += 1
        return Tag(name: name, isEnd: isEnd, isSelfClosing: isSelfClosing)
      case UInt8(ascii: "/"):
        isSelfClosing = byte(position + 1) == UInt8(ascii: ">")
        position += 1
      case _ where Self.isBlank(next): position += 1
      default:
        names.insert(skipAttribute())
        largestAttributeCount = max(largestAttributeCount, names.count)
      }
    }
    endsWithinMarkup = true
    return nil
  }

  /// Passes over an attribute; returns its name as written.
  private mutating func skipAttribute() -> [UInt8] {
    let start = position
    // An equals sign may begin a name.
    position += 1
    while let next = byte(position), !Self.isBlank(next), next != 0x2F, next != 0x3E, next != 0x3D { position += 1 }
    let name = Array(bytes[start..<position])
    skipBlanks()
    guard byte(position) == UInt8(ascii: "=") else {
      note(name, position..<position)
      return name
    }
    position += 1
    skipBlanks()
    switch byte(position) {
    case UInt8(ascii: "\"")?, UInt8(ascii: "'")?:
      let quote = bytes[position]
      position += 1
      let value = position
      skip(past: quote)
      note(name, value..<max(value, position - 1))
    default:
      let value = position
      while let next = byte(position), !Self.isBlank(next), next != 0x3E { position += 1 }
      note(name, value..<position)
    }
    return name
  }

  private mutating func note(_ name: [UInt8], _ value: Range<Int>) {
    guard readsAttributes else { return }
    attributes.append(
      (String(decoding: name.map(Self.lowercased), as: UTF8.self), String(decoding: bytes[value], as: UTF8.self)))
  }

  private mutating func skipComment(from start: Int) {
    position = start
    if has(">", at: start) || has("->", at: start) { return skip(past: UInt8(ascii: ">")) }
    while let dash = bytes[position...].firstIndex(of: UInt8(ascii: "-")) {
      position = dash + 1
      if has("-->", at: dash) || has("--!>", at: dash) { return skip(past: UInt8(ascii: ">")) }
    }
    endsWithinMarkup = true
    position = bytes.count
  }

  private mutating func skipBlanks() {
    while let next = byte(position), Self.isBlank(next) { position += 1 }
  }

  private mutating func skip(past end: UInt8) {
    guard let place = bytes[position...].firstIndex(of: end) else {
      endsWithinMarkup = true
      position = bytes.count
      return
    }
    position = place + 1
  }

  // MARK: Bytes

  private func byte(_ offset: Int) -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// True if some ASCII text in lower case stands at an offset, in either case.
  private func has(_ text: String, at offset: Int) -> Bool {
    guard offset + text.utf8.count <= bytes.count else { return false }
    return zip(text.utf8, bytes[offset...]).allSatisfy { $0 == Self.lowercased($1) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) }

  private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
