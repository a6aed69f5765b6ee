/// Turns formulas into the page's HTML.
struct FormulaRenderer {
  /// Targets of `\\ref` and `\\eqref`.
  let references: CrossReferences
  /// False if links are useless, as in a table of contents.
  var hasLinks = true

  /// A formula with its numbers; one that is wrong as its source with the reason.
  func html(
    _ formula: Formula, _ outcome: FormulaTypesetter.Outcome,
    equations: ArraySlice<DocumentMathematics.Equation> = []
  ) -> String {
    let source = "<code class=\"tex\">\(formula.source.escapedForHTML)</code>"
    switch outcome {
    case .typeset(let typeset):
      if typeset.isEmpty { return "" }
      let display = formula.isDisplayed ? " display=\"block\"" : ""
      return "<math\(display) alttext=\"\(formula.tex.escapedForHTML)\">\(filled(typeset, equations))</math>"
    case .refused(let reason):
      return "<span class=\"wrong-formula\">\(source) <span class=\"reason\">\(reason.escapedForHTML)</span></span>"
    case .unavailable: return source
    }
  }

  private func filled(
    _ typeset: TypesetFormula, _ equations: ArraySlice<DocumentMathematics.Equation>
  ) -> String {
    var equations = equations
    return typeset.parts.map { part in
      switch part {
      case .markup(let markup): markup
      case .place(.number(let tag, _)): number(equations.popFirst(), tag)
      case .place(.reference(let label, let isParenthesized)): reference(label, isParenthesized: isParenthesized)
      }
    }
    .joined()
  }

  /// A row's number. In a text without equation numbers it is the author's label, or none.
  private func number(_ equation: DocumentMathematics.Equation?, _ tag: String?) -> String {
    // A cell may have the name.
    let labels = equation?.labels.filter { references.targets[$0]?.kind == .equation } ?? []
    // An element has only one name; further names are on empty elements beside it.
    let identifier = labels.first.map { " id=\"\(CrossReferences.anchor($0).escapedForHTML)\"" } ?? ""
    let others = labels.dropFirst().map { "<mspace id=\"\(CrossReferences.anchor($0).escapedForHTML)\"></mspace>" }
      .joined()
    let content = (equation?.text ?? tag).map { "<mtext>\($0.escapedForHTML)</mtext>" } ?? ""
    return "<mtd class=\"number\"\(identifier)>\(others)\(content)</mtd>"
  }

  private func reference(_ label: String, isParenthesized: Bool) -> String {
    guard let target = references.targets[label] else {
      return "<strong class=\"missing\">?\(label.escapedForHTML)</strong>"
    }
    let text = isParenthesized ? "(\(target.numberText))" : target.numberText
    return hasLinks
      ? "<a class=\"ref\" href=\"#\(CrossReferences.anchor(label).escapedForHTML)\">\(text.escapedForHTML)</a>"
      : text.escapedForHTML
  }
}
