import Files

/// Formulas that define commands for those that follow.
package struct FormulaDefinitions: Equatable, Sendable {
  package init() {}

  private(set) var formulas: ArraySlice<Formula> = []
  /// A digest of the formulas; nil if there are none.
  private(set) var hash: ContentHash?

  package static func == (left: FormulaDefinitions, right: FormulaDefinitions) -> Bool { left.hash == right.hash }

  /// All that some formulas define, after each of them: the first element is what `outer` defines.
  package static func steps(of formulas: [Formula], below outer: FormulaDefinitions) -> [FormulaDefinitions] {
    let all = Array(outer.formulas) + formulas.map { Formula(tex: $0.tex, isDisplayed: $0.isDisplayed) }
    var step = outer
    return [step]
      + (outer.formulas.count..<all.count).map { index in
        let kind = all[index].isDisplayed ? "displayed" : "inline"
        step.hash = ContentHash(parts: [step.hash?.hexadecimal ?? "", all[index].tex, kind])
        // The steps share one array.
        step.formulas = all[...index]
        return step
      }
  }
}

extension Formula {
  /// Whether commands of the formula may be defined for later ones.
  var mayDefineCommands: Bool {
    tex.utf8.split(separator: UInt8(ascii: "\\")).contains { command in
      Self.definingCommands.contains { name in
        command.starts(with: name.utf8) && !(command.dropFirst(name.utf8.count).first.map(Self.isLetter) ?? false)
      }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static let definingCommands = [
    "newcommand", "renewcommand", "providecommand", "DeclareMathOperator", "def", "gdef", "edef", "xdef", "let",
    "futurelet", "global",
  ]
}
