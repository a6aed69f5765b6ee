/// One item of a cell's top-level code.
package struct TopLevelItem: Equatable, Codable, Sendable {
  package enum Kind: String, Codable, Sendable {
    case importing, declaration, binding, guarding, expression, statement
  }

  package var kind: Kind
  /// The item's position in the cell's source, in UTF-8 offsets.
  package var range: Range<Int>
  /// The item as written.
  package var text: String
  /// The name by which later cells can use it.
  package var names: [DeclaredName] = []
  /// True if running it awaits.
  package var awaits = false
  /// The declarations that a later cell can replace, once the cell is compiled.
  package var replaceable: [ReplaceableDeclaration] = []
  package var endsWithSemicolon = false
  /// The type of a binding's only variable, as inferred by the compiler.
  package var valueType: String?
  /// Uses that later cells can make of it without a scoped import.
  package var contribution: Contribution?

  package init(kind: Kind, range: Range<Int>, text: String, names: [DeclaredName] = []) {
    self.kind = kind
    self.range = range
    self.text = text
    self.names = names
  }
}

/// A declaration or a conformance of an extension that later cells can replace.
package struct ReplaceableDeclaration: Equatable, Codable, Sendable {
  package enum Kind: String, Codable, Sendable {
    /// A function, a member of a type's extension.
    case overload
    /// A member of a protocol's extension.
    case defaultImplementation
    /// A member in a type's own body, which the type keeps.
    case member
    /// A variable, which only something of another kind replaces in this way.
    case variable
    /// A type or an alias in an extension.
    case type
    case macro
    /// An operator or a precedence group.
    case operatorSyntax
    /// A protocol in the list after an extended type.
    case conformance
  }

  package var kind = Kind.overload
  /// Its identity (``DeclarationKey``).
  package var key: String
  /// Its position in the cell's source, in UTF-8 offsets.
  package var range: Range<Int>
}

/// A name that a cell declares at its top level.
package struct DeclaredName: Equatable, Codable, Sendable {
  /// The kinds of scoped imports, by their keyword.
  package enum Kind: String, Codable, Sendable {
    case variable = "var"
    case function = "func"
    case structure = "struct"
    case `class`
    case enumeration = "enum"
    case `protocol`
    case typeAlias = "typealias"
  }

  package var name: String
  package var kind: Kind
  /// Distinguishes overloads of a function; empty for all other items.
  package var signature: String

  package init(name: String, kind: Kind, signature: String = "") {
    self.name = name
    self.kind = kind
    self.signature = signature
  }
}
