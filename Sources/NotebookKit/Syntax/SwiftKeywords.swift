/// The words that mean something to Swift itself.
enum SwiftKeywords {
  /// The words that Swift reserves everywhere.
  static let reserved: Set<String> = [
    "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import", "init", "inout",
    "internal", "let", "open", "operator", "private", "precedencegroup", "protocol", "public", "rethrows", "static",
    "struct", "subscript", "typealias", "var", "break", "case", "catch", "continue", "default", "defer", "do", "else",
    "fallthrough", "for", "guard", "if", "in", "repeat", "return", "throw", "switch", "where", "while", "Any", "as",
    "await", "false", "is", "nil", "self", "Self", "super", "throws", "true", "try",
  ]

  /// The words that are keywords in some positions and names in others.
  static let contextual: Set<String> = [
    "actor", "async", "some", "any", "get", "set", "willSet", "didSet", "lazy", "mutating", "nonmutating", "override",
    "final", "weak", "unowned", "package", "convenience", "required", "indirect", "consuming", "borrowing", "_",
    "nonisolated", "macro",
  ]

  /// The reserved words that are values or types, after which an operator is an infix one.
  static let operands: Set<String> = ["Any", "Self", "false", "nil", "self", "super", "true"]

  /// The names after `#` that steer compilation.
  static let directives: Set<String> = ["if", "elseif", "else", "endif", "sourceLocation"]
}
