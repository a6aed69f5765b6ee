/// A formula of prose in TeX.
package struct Formula: Equatable, Sendable {
  /// The TeX between the dollars, without the marks of quotations that hold it.
  package var tex: String
  /// Whether it stands between double dollars.
  package var isDisplayed: Bool

  package init(tex: String, isDisplayed: Bool) {
    self.tex = tex
    self.isDisplayed = isDisplayed
  }

  /// The formula as its author wrote it.
  package var source: String { isDisplayed ? "$$\(tex)$$" : "$\(tex)$" }
}
