extension TokenScanner {
  /// The identifiers that code reads, calls or mentions as types, in order: members after a dot and the labels of
  /// arguments are left out, the code of string interpolations is not.
  package var usedNames: [String] {
    var names: [String] = []
    var brackets: [UInt8] = []
    let tokens = tokens(in: 0..<count)
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .open: brackets.append(byte(at: token.range.lowerBound))
      case .close: _ = brackets.popLast()
      case .literal:
        for code in interpolations(inStringAt: token.range.lowerBound) { names += TokenScanner(code).usedNames }
      case .word(let word):
        let isLabel = brackets.last == UInt8(ascii: "(") && isLabel(tokens, index)
        if !isLabel, !isMember(tokens, index) { names.append(word.filter { $0 != "`" }) }
      default: continue
      }
    }
    return names
  }

  /// `name` in `value.name`, unlike in `0...name`.
  private func isMember(_ tokens: [Token], _ index: Int) -> Bool {
    let dot = Kind.other(UInt8(ascii: "."))
    return index > 0 && tokens[index - 1].kind == dot && !(index > 1 && tokens[index - 2].kind == dot)
  }

  /// `name` in `call(name: value)`.
  private func isLabel(_ tokens: [Token], _ index: Int) -> Bool {
    guard index > 0, index + 1 < tokens.count, tokens[index + 1].kind == .other(UInt8(ascii: ":")) else { return false }
    return tokens[index - 1].kind == .open || tokens[index - 1].kind == .comma
  }
}
