/// A command of Quarto's in prose, as `{{< include _intro.md >}}`.
package struct Shortcode: Equatable, Sendable {
  package var name: String
  /// The words after the name, without quotes.
  package var arguments: [String]
  package var source: String

  /// - Parameter source: The whole text with its braces.
  package init?(_ source: String) {
    guard source.hasPrefix("{{<"), source.hasSuffix(">}}"), source.utf8.count >= 6 else { return nil }
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in source.dropFirst(3).dropLast(3) {
      if let open = quote {
        if character == open { quote = nil } else { word?.append(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        word.map { words.append($0) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    word.map { words.append($0) }
    guard let name = words.first else { return nil }
    self.name = name
    arguments = Array(words.dropFirst())
    self.source = source
  }
}
