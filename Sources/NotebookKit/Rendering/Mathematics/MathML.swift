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

  /// The formula as far as a text without markup can show it, as in a window's title: letters and signs in order.
  static func plainText(_ formula: Formula) -> String {
    var parser = MathMLWriter(TeXToken.tokens(of: formula.tex))
    guard let content = parser.formula() else { return formula.tex }
    var text = ""
    var isTag = false
    for character in content {
      switch character {
      case "<": isTag = true
      case ">" where isTag: isTag = false
      default: if !isTag { text.append(character) }
      }
    }
    let references = ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&#8289;": "", "&amp;": "&"]
    for (reference, character) in references.sorted(by: { $0.key > $1.key }) {
      text = text.replacing(reference, with: character)
    }
    return text
  }
}
