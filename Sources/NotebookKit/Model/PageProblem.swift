/// Something in a notebook's prose that the page cannot show as it is meant.
package enum PageProblem: Equatable, Sendable {
  /// A division that no line of colons closes.
  case openDivision(name: String)
  /// A line of colons that closes nothing.
  case strayFence
  case wrongAttributes(text: String)
  case wrongLayout(text: String)
  case openElement(name: String)
  case unknownShortcode(text: String)
  case unknownKey(name: String)
  case notIncluded(path: String, reason: String)
  /// Cells of an included file, which do not run.
  case includedCells(path: String)
  case missingVideo(address: String, reason: String)
  /// A diagram that is shown as code.
  case diagram(language: String, reason: String)

  /// One or two sentences: what is wrong, and what to do.
  package var message: String {
    switch self {
    case .openDivision(let name): "The division `\(name)` is never closed. End it by a line `:::`."
    case .strayFence:
      "The line `:::` closes nothing. Take it away, or open a division above, as in `::: {.callout-note}`."
    case .wrongAttributes(let text): "`\(text)` is no list of attributes. Write it as in `{#fig-x .wide width=50%}`."
    case .wrongLayout(let text):
      "The layout `\(text)` cannot be read. Write it as in `layout-ncol=2` or `layout=\"[60,40]\"`."
    case .openElement(let name):
      "The element `<\(name)>` is never closed, and ends "
        + (HTMLTagNames.isPhrasing(name) ? "with its paragraph" : "before the next heading or cell")
        + ". Add `</\(name)>`."
    case .unknownShortcode(let text): "`\(text)` is a shortcode that is not known here, and is shown as it is written."
    case .unknownKey(let name): "The front matter has no `\(name)`, which `meta` asks for. Add it, or mend the name."
    case .notIncluded(let path, let reason): "The file `\(path)` is not included: \(reason)"
    case .includedCells(let path):
      "The cells of the included file `\(path)` are shown and do not run. Move them into the notebook."
    case .missingVideo(let address, let reason): "The video `\(address)` is a link: \(reason)"
    case .diagram(let language, let reason): "The diagram of `\(language)` is shown as its code: \(reason)"
    }
  }
}
