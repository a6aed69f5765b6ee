/// A formula of prose in TeX.
package struct Formula: Hashable, Sendable {
  /// The TeX between the dollars, or of all of an environment, without the marks of quotations that contain it.
  package var tex: String
  /// True if it is between double dollars, or is an environment.
  package var isDisplayed: Bool
  /// The name with which `@eq-…` refers to it.
  package var label: String?
  /// True for an environment or definitions without dollar signs.
  package var isBare: Bool

  package init(tex: String, isDisplayed: Bool, label: String? = nil, isBare: Bool = false) {
    self.tex = tex
    self.isDisplayed = isDisplayed
    self.label = label
    self.isBare = isBare
  }

  /// True for a reference that stands in a sentence without dollars.
  var isReference: Bool { isBare && (tex.hasPrefix("\\eqref{") || tex.hasPrefix("\\ref{")) }

  /// The formula as its author wrote it, without the label.
  package var source: String { isBare ? tex : isDisplayed ? "$$\(tex)$$" : "$\(tex)$" }
}
