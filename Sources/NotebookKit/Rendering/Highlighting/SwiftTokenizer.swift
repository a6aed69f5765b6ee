/// Parts Swift source into the stretches that a reader tells apart by colour.
///
/// It follows Swift's lexical grammar (nested comments, raw and multi-line strings, interpolations) and never fails:
/// source that does not compile is shown too.
struct SwiftTokenizer {
  enum Kind: Equatable { case plain, keyword, string, comment, number, type, attribute, call }

  struct Token: Equatable {
    var kind: Kind
    var text: String
  }

  private let source: [Character]
  private var position = 0
  private var tokens: [Token] = []

  /// The tokens of `source`, whose texts together are `source`.
  static func tokens(of source: String) -> [Token] {
    var tokenizer = SwiftTokenizer(source)
    while tokenizer.position < tokenizer.source.count { tokenizer.next() }
    return tokenizer.tokens
  }

  private init(_ source: String) { self.source = Array(source) }

  private func peek(_ offset: Int = 0) -> Character? {
    position + offset < source.count ? source[position + offset] : nil
  }

  private func starts(with text: String) -> Bool {
    text.enumerated().allSatisfy { peek($0.offset) == $0.element }
  }

  private mutating func take(_ count: Int, as kind: Kind) {
    let end = min(position + count, source.count)
    append(String(source[position..<end]), kind)
    position = end
  }

  private mutating func append(_ text: String, _ kind: Kind) {
    if text.isEmpty { return }
    if tokens.last?.kind == kind {
      tokens[tokens.count - 1].text += text
    } else {
      tokens.append(Token(kind: kind, text: text))
    }
  }

  private mutating func next() {
    guard let character = peek() else { return }
    if starts(with: "//") {
      take(source[position...].prefix { $0 != "\n" }.count, as: .comment)
    } else if starts(with: "/*") {
      blockComment()
    } else if let quote = openingQuote() {
      string(hashes: quote.hashes, isMultiline: quote.isMultiline)
    } else if ("0"..."9").contains(character) {
      take(numberLength(), as: .number)
    } else if character == "@" || character == "#", peek(1)?.isLetter == true {
      take(1 + source[(position + 1)...].prefix(while: Self.isWord).count, as: .attribute)
    } else if character == "`" {
      let name = source[(position + 1)...].prefix(while: Self.isWord)
      take(name.count + 2, as: .plain)
    } else if Self.isWord(character) || character == "$" {
      word()
    } else {
      take(1, as: .plain)
    }
  }

  // MARK: Words and numbers

  private static func isWord(_ character: Character) -> Bool {
    character == "_" || character.isLetter || character.isNumber
  }

  private mutating func word() {
    let length = max(1, source[position...].prefix { Self.isWord($0) || $0 == "$" }.count)
    let text = String(source[position..<(position + length)])
    let isMember = tokens.last?.text.last == "." && tokens.last?.text.hasSuffix("..") == false
    let after = position + length < source.count ? source[position + length] : " "
    let kind: Kind =
      if !isMember && Self.keywords.contains(text) {
        .keyword
      } else if text.first?.isUppercase == true {
        .type
      } else if after == "(" {
        .call
      } else {
        .plain
      }
    take(length, as: kind)
  }

  private func numberLength() -> Int {
    var length = 0
    while let character = peek(length) {
      let isExponentSign =
        (character == "+" || character == "-") && length > 0 && "eEpP".contains(peek(length - 1) ?? " ")
        && !(peek(1) == "x" && "eE".contains(peek(length - 1) ?? " "))
      let isFraction = character == "." && peek(length + 1).map { ("0"..."9").contains($0) } == true
      guard Self.isWord(character) || isFraction || isExponentSign else { break }
      length += 1
    }
    return length
  }

  private static let keywords = SwiftIdentifier.keywords.union([
    "actor", "async", "some", "any", "get", "set", "willSet", "didSet", "lazy", "mutating", "nonmutating", "override",
    "final", "weak", "unowned", "package", "convenience", "required", "indirect", "consuming", "borrowing", "_",
    "nonisolated", "macro",
  ])

  // MARK: Comments and strings

  private mutating func blockComment() {
    var length = 2
    var nesting = 1
    while nesting > 0, peek(length) != nil {
      if peek(length) == "/", peek(length + 1) == "*" {
        nesting += 1
        length += 2
      } else if peek(length) == "*", peek(length + 1) == "/" {
        nesting -= 1
        length += 2
      } else {
        length += 1
      }
    }
    take(length, as: .comment)
  }

  private func openingQuote() -> (hashes: Int, isMultiline: Bool)? {
    let hashes = source[position...].prefix { $0 == "#" }.count
    guard peek(hashes) == "\"" else { return nil }
    return (hashes, peek(hashes + 1) == "\"" && peek(hashes + 2) == "\"")
  }

  private mutating func string(hashes: Int, isMultiline: Bool) {
    let marks = String(repeating: "#", count: hashes)
    let end = (isMultiline ? "\"\"\"" : "\"") + marks
    take(hashes + (isMultiline ? 3 : 1), as: .string)
    while let character = peek() {
      if starts(with: end) {
        take(end.count, as: .string)
        return
      }
      if character == "\n", !isMultiline { return }
      if starts(with: "\\" + marks + "(") {
        take(hashes + 2, as: .string)
        interpolation()
      } else if starts(with: "\\" + marks) {
        take(hashes + 2, as: .string)
      } else {
        take(1, as: .string)
      }
    }
  }

  /// The code inside `\(…)`, up to and with its closing parenthesis.
  private mutating func interpolation() {
    var nesting = 1
    while let character = peek() {
      if character == "(" { nesting += 1 }
      if character == ")" { nesting -= 1 }
      if nesting == 0 { return take(1, as: .string) }
      next()
    }
  }
}
