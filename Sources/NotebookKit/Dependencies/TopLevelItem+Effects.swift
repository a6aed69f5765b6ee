extension TopLevelItem {
  /// True if it is an extension.
  var isExtension: Bool { header.contains("extension") }

  /// True if the declaration names protocols or a superclass.
  var hasInheritance: Bool { header.contains(":") }

  /// Number of static variables that it declares, also in types within functions.
  var staticVariableCount: Int {
    guard text.contains("static") else { return 0 }
    let source = SwiftSource(text)
    let words = source.code.map { source.text(of: $0) }
    return words.indices.count { index in
      words[index] == "static"
        && ["let", "var"].contains(words[index...].first { ["let", "var", "func", "subscript"].contains($0) })
    }
  }

  /// The words of a declaration before its body.
  private var header: Set<String> {
    guard kind == .declaration else { return [] }
    let source = SwiftSource(text)
    return Set(source.code.lazy.map { source.text(of: $0) }.prefix { $0 != "{" })
  }
}

extension SymbolOccurrence.Kind {
  /// True if it is a static variable, or a class's own.
  var isStaticVariable: Bool { self == .staticProperty || self == .classProperty }

  /// True if it is a variable that does not belong to an instance.
  var isVariable: Bool { self == .variable || isStaticVariable }
}
