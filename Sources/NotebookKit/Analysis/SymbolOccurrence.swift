/// One occurrence of a symbol in a source, as resolved by the compiler.
package struct SymbolOccurrence: Codable, Equatable, Sendable {
  /// The symbol's unified symbol resolution, which names it across modules.
  package var symbol: String
  package var name: String
  package var kind: Kind
  package var roles: Roles
  /// The line and the column in UTF-8 bytes, both from 1.
  package var line: Int
  package var column: Int

  package init(symbol: String, name: String, kind: Kind = .other, roles: Roles, line: Int, column: Int) {
    self.symbol = symbol
    self.name = name
    self.kind = kind
    self.roles = roles
    self.line = line
    self.column = column
  }

  /// The kinds of symbols used here, by their numbers in the index.
  package enum Kind: Int, Codable, Sendable {
    case other = 0
    case macro = 4
    case enumeration = 5
    case structure = 6
    case `class` = 7
    case `protocol` = 8
    case `extension` = 9
    case typeAlias = 11
    case function = 12
    case variable = 13
    case instanceMethod = 16
    case classMethod = 17
    case staticMethod = 18
    case instanceProperty = 19
    case classProperty = 20
    case staticProperty = 21
    case initializer = 22
  }

  /// The use of the symbol in the source, by the bits of the index.
  package struct Roles: OptionSet, Codable, Sendable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static let declaration = Roles(rawValue: 1 << 0)
    package static let definition = Roles(rawValue: 1 << 1)
    package static let reference = Roles(rawValue: 1 << 2)
    package static let read = Roles(rawValue: 1 << 3)
    package static let write = Roles(rawValue: 1 << 4)
    package static let call = Roles(rawValue: 1 << 5)
    /// It overrides another symbol, or is the witness of a protocol's requirement.
    package static let override = Roles(rawValue: 1 << 11)

    /// The bits that are kept.
    static let known: Roles = [.declaration, .definition, .reference, .read, .write, .call, .override]
  }

  package var isDeclaration: Bool { !roles.isDisjoint(with: [.declaration, .definition]) }
}
