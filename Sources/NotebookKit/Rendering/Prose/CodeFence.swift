/// The info string of a fence that shows code: `python`, `{.python filename="a.py"}`, `{dot}`, `{=html}`.
struct CodeFence: Equatable {
  /// The language in lower case; empty if none is named.
  let language: String
  let attributes: Attributes

  init(info: String) {
    let trimmed = info.trimmingSuffix(while: \.isWhitespace).drop(while: \.isWhitespace)
    let word = trimmed.prefix { !$0.isWhitespace && $0 != "{" }
    let braces = trimmed[word.endIndex...].drop(while: \.isWhitespace)
    var attributes = Attributes()
    var name = String(word)
    if braces.first == "{", braces.last == "}" {
      let inner = braces.dropFirst().dropLast()
      if let read = Attributes(inner) {
        attributes = read
        if name.isEmpty { name = read.classes.first ?? "" }
      } else if name.isEmpty {
        // Quarto's cells: the language, then options.
        name = String(inner.prefix { !$0.isWhitespace && $0 != "," })
      }
    }
    language = name.lowercased()
    self.attributes = attributes
  }
}
