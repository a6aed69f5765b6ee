/// Which names Swift takes for a constant.
enum SwiftIdentifier {
  /// Whether `name` can be declared without backticks.
  static func isValid(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, isHead(first), name != "_", !keywords.contains(name) else {
      return false
    }
    return name.unicodeScalars.allSatisfy { isHead($0) || $0.properties.isXIDContinue }
  }

  private static func isHead(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isXIDStart || scalar.properties.isEmoji && !scalar.isASCII
  }

  /// The words that Swift reserves everywhere.
  static let keywords: Set<String> = [
    "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import", "init", "inout",
    "internal", "let", "open", "operator", "private", "precedencegroup", "protocol", "public", "rethrows", "static",
    "struct", "subscript", "typealias", "var", "break", "case", "catch", "continue", "default", "defer", "do", "else",
    "fallthrough", "for", "guard", "if", "in", "repeat", "return", "throw", "switch", "where", "while", "Any", "as",
    "await", "false", "is", "nil", "self", "Self", "super", "throws", "true", "try",
  ]
}
