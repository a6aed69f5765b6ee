/// Parts TeX into commands, characters and braces.
enum TeXToken: Equatable {
  /// `\name` or `\,`, without the backslash.
  case command(String)
  case character(Character)
  case open, close, superscript, `subscript`, ampersand
  /// A run of blanks, which counts inside `\text` only.
  case space

  static func tokens(of tex: String) -> [TeXToken] {
    var tokens: [TeXToken] = []
    var rest = tex[...]
    while let character = rest.popFirst() {
      switch character {
      case "\\":
        let name = rest.prefix { $0.isASCII && $0.isLetter }
        if name.isEmpty {
          if let symbol = rest.popFirst() { tokens.append(.command(symbol.isWhitespace ? " " : String(symbol))) }
        } else {
          rest = rest.dropFirst(name.count)
          tokens.append(.command(String(name)))
        }
      case "{": tokens.append(.open)
      case "}": tokens.append(.close)
      case "^": tokens.append(.superscript)
      case "_": tokens.append(.subscript)
      case "&": tokens.append(.ampersand)
      case "%": rest = rest.drop { $0 != "\n" }
      case "~": tokens.append(.command(" "))
      case _ where character.isWhitespace:
        if tokens.last != .space { tokens.append(.space) }
      default: tokens.append(.character(character))
      }
    }
    return tokens
  }
}
