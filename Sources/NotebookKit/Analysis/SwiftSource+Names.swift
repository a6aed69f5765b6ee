extension SwiftSource {
  /// The identifiers that code reads, calls or mentions as types, in order: members after a dot and the labels of
  /// arguments are left out, the code of string interpolations is not.
  package var usedNames: [String] {
    var names: [String] = []
    var groups: [SwiftToken] = []
    for (index, token) in code.enumerated() {
      if token.kind.opensGroup { groups.append(token) }
      if token.kind.closesGroup { _ = groups.popLast() }
      if token.kind == .attribute { names.append(String(text(of: token).dropFirst())) }
      guard token.kind.isWord, index == 0 || code[index - 1].kind != .dot else { continue }
      let isArgument = groups.last.map { text(of: $0) == "(" } ?? false
      if !isArgument || !isLabel(index) { names.append(text(of: token).filter { $0 != "`" }) }
    }
    return names
  }

  /// True if a word in parentheses is the label of an argument: `name` in `call(name: value)`.
  private func isLabel(_ index: Int) -> Bool {
    guard index > 0, index + 1 < code.count, code[index + 1].kind == .colon else { return false }
    return code[index - 1].kind == .openingBracket || code[index - 1].kind == .comma
  }
}
