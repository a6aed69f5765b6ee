/// Uses that later cells can make of a declaration that no scoped import names: an extension, an operator, a precedence
/// group, a macro.
package struct Contribution: Equatable, Codable, Sendable {
  /// The words of which a cell that uses it contains at least one: names of members, the operator, the macro's name.
  package var words: [String] = []
  /// True if it can be used without any of these words, like an initializer or a subscript.
  package var hasUnnamedUses = false
  /// The first word of the extended type's name, as in `Note` for `extension Note.Pitch`; nil if this is not an
  /// extension.
  package var extendedType: String?
  /// The first words of the types after the colon of an extension.
  package var inheritedTypes: [String] = []
  package var isOperatorFunction = false
  package var isPrecedenceGroup = false

  /// True if it can be the witness of a conformance that another cell states.
  package var canBeWitness: Bool { extendedType != nil || isOperatorFunction }

  package init() {}

  /// Members that the compiler calls without their names.
  static let calledWithoutName: Set<String> = [
    "callAsFunction", "dynamicallyCall", "wrappedValue", "projectedValue", "makeIterator", "makeAsyncIterator", "next",
    "appendLiteral", "appendInterpolation", "~=",
  ]

  /// True if the compiler may call a member of a name that no source writes.
  static func isCalledWithoutName(_ name: String) -> Bool {
    calledWithoutName.contains(name) || name.hasPrefix("build")
  }
}

extension SwiftSource {
  /// The first words of the types between a declaration's colon and its body or `where`.
  var inheritedTypes: [String] {
    var words: [String] = []
    var depth = 0
    var isInList = false
    var expectsType = false
    for token in code {
      let text = text(of: token)
      if depth == 0, text == "{" || text == "where" { break }
      if token.kind.opensGroup || text == "<" { depth += 1 }
      if token.kind.closesGroup || text == ">" { depth -= 1 }
      if depth == 0, token.kind == .colon, !isInList {
        (isInList, expectsType) = (true, true)
      } else if depth == 0, isInList, token.kind == .comma || text == "&" {
        expectsType = true
      } else if expectsType, token.kind.isWord, !["any", "nonisolated", "unsafe"].contains(text) {
        words.append(text.filter { $0 != "`" })
        expectsType = false
      }
    }
    return words
  }
}
