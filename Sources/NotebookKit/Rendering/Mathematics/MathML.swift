/// Formulas for the page: TeX's common subset as MathML Core, which browsers draw by themselves.
enum MathML {
  /// The formula as a `math` element; what is outside the subset stays TeX, as code.
  static func render(_ formula: Formula) -> String {
    let source = formula.source.escapedForHTML
    var parser = MathMLWriter(TeXToken.tokens(of: formula.tex))
    guard let content = parser.formula() else { return "<code class=\"tex\">\(source)</code>" }
    let display = formula.isDisplayed ? " display=\"block\"" : ""
    return "<math\(display) alttext=\"\(formula.tex.escapedForHTML)\">\(content)</math>"
  }
}
