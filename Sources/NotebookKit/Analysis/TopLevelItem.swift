/// One item of a cell's top-level code.
struct TopLevelItem: Equatable, Codable, Sendable {
  enum Kind: String, Codable, Sendable {
    case importing, declaration, binding, guarding, expression, statement
  }

  var kind: Kind
  /// The item's place in the cell's source, in UTF-8 offsets.
  var range: Range<Int>
  /// The item as written.
  var text: String
  /// What later cells can call it by.
  var names: [DeclaredName] = []
  /// Whether running it awaits.
  var awaits = false
  var endsWithSemicolon = false
}

/// A name that a cell declares at its top level.
struct DeclaredName: Equatable, Codable, Sendable {
  /// The kinds that a scoped import tells apart, by the word that it uses.
  enum Kind: String, Codable, Sendable {
    case variable = "var"
    case function = "func"
    case structure = "struct"
    case `class`
    case enumeration = "enum"
    case `protocol`
    case typeAlias = "typealias"
  }

  var name: String
  var kind: Kind
  /// What tells overloads of a function apart; empty for all else.
  var signature: String
}
