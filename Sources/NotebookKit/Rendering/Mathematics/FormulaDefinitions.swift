import Files

/// Formulas that define commands for later ones.
package struct FormulaDefinitions: Equatable, Sendable {
  package init() {}

  private(set) var formulas: ArraySlice<Formula> = []
  /// For each formula a digest of it and of the previous ones.
  private var hashes: ArraySlice<ContentHash> = []

  /// A digest of the formulas; nil if there are none.
  var hash: ContentHash? { hashes.last }

  package static func == (left: FormulaDefinitions, right: FormulaDefinitions) -> Bool { left.hash == right.hash }

  /// All definitions after each of some formulas; the first element contains those of `outer`.
  package static func steps(of formulas: [Formula], below outer: FormulaDefinitions) -> [FormulaDefinitions] {
    var all = outer
    for formula in formulas { all.append(formula) }
    return (outer.formulas.count...all.formulas.count).map { count in
      // The steps share the arrays.
      var step = FormulaDefinitions()
      (step.formulas, step.hashes) = (all.formulas.prefix(count), all.hashes.prefix(count))
      return step
    }
  }

  /// Adds the definitions of a formula.
  mutating func append(_ formula: Formula) {
    let kind = formula.isDisplayed ? "displayed" : "inline"
    hashes.append(ContentHash(parts: [hash?.hexadecimal ?? "", formula.tex, kind]))
    formulas.append(Formula(tex: formula.tex, isDisplayed: formula.isDisplayed))
  }

  /// True if `later` begins with the same formulas.
  func isPrefix(of later: FormulaDefinitions) -> Bool {
    formulas.count <= later.formulas.count && hash == later.hashes.prefix(formulas.count).last
  }
}

extension Formula {
  /// True if the formula may define commands for later ones.
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
