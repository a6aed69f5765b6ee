/// Attributes as Pandoc and Quarto have them between braces: `{#fig-chroma .wide width=50% fig-alt="A heat map"}`.
package struct Attributes: Equatable, Sendable {
  /// The name after the `#`.
  package var identifier: String?
  /// The names after dots; a hyphen alone stands for `unnumbered`.
  package var classes: [String] = []
  /// The values in order.
  package var values: [Value] = []

  package struct Value: Equatable, Sendable {
    package var key: String
    package var text: String
  }

  package init() {}

  /// The first value with a key; nil if there is none.
  package subscript(key: String) -> String? { values.first { $0.key == key }?.text }

  package func has(_ className: String) -> Bool { classes.contains(className) }

  /// Parses the text between the braces; nil if it contains something other than attributes.
  package init?(_ text: some StringProtocol) {
    var rest = Substring(text)
    while true {
      rest = rest.drop(while: \.isWhitespace)
      guard let first = rest.first else { break }
      switch first {
      case "#", ".":
        let word = rest.dropFirst().prefix { !$0.isWhitespace }
        guard !word.isEmpty, !word.contains(where: { "{}=\"'<>#".contains($0) }) else { return nil }
        if first == "#" { identifier = identifier ?? String(word) } else { classes.append(String(word)) }
        rest = rest[word.endIndex...]
      case "-" where rest.dropFirst().first?.isWhitespace ?? true:
        classes.append("unnumbered")
        rest = rest.dropFirst()
      default:
        guard let value = Self.value(from: &rest) else { return nil }
        values.append(value)
      }
    }
    if identifier == nil, classes.isEmpty, values.isEmpty { return nil }
  }

  /// The `key=value` at the head of a text.
  private static func value(from rest: inout Substring) -> Value? {
    let key = rest.prefix { !$0.isWhitespace && $0 != "=" }
    let isKey = key.allSatisfy { $0.isLetter || $0.isNumber || "-_:.".contains($0) }
    guard isKey, !key.isEmpty, rest[key.endIndex...].first == "=" else { return nil }
    rest = rest[key.endIndex...].dropFirst()
    guard let quote = rest.first, quote == "\"" || quote == "'" else {
      let word = rest.prefix { !$0.isWhitespace }
      rest = rest[word.endIndex...]
      return word.contains { "{}\"<>".contains($0) } ? nil : Value(key: String(key), text: String(word))
    }
    var text = ""
    var isEscaped = false
    for (index, character) in zip(rest.indices, rest).dropFirst() {
      if isEscaped {
        if character != quote, character != "\\" { text.append("\\") }
        text.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == quote {
        rest = rest[index...].dropFirst()
        return Value(key: String(key), text: text)
      } else {
        text.append(character == "\n" ? " " : character)
      }
    }
    return nil
  }
}
