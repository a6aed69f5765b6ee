/// The names that Swift takes for a constant.
enum SwiftIdentifier {
  /// True if `name` can be declared without backticks.
  static func isValid(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, isHead(first), name != "_", !SwiftKeywords.reserved.contains(name)
    else {
      return false
    }
    return name.unicodeScalars.allSatisfy { isHead($0) || $0.properties.isXIDContinue }
  }

  private static func isHead(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isXIDStart || scalar.properties.isEmoji && !scalar.isASCII
  }
}
