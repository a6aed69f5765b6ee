/// Something in a notebook's prose that the page cannot show as it is meant.
package enum PageProblem: Equatable, Sendable {
  /// A division that no line of colons closes.
  case openDivision(name: String)
  /// A line of colons that closes nothing.
  case strayFence
  case wrongAttributes(text: String)
  case wrongLayout(text: String)
  /// A division that looks like a callout and is none.
  case unknownCallout(name: String)
  /// A name that something above has.
  case repeatedLabel(label: String, firstLine: Int)
  case openElement(name: String)
  case openComment
  /// An element of the author's HTML that the page leaves out.
  case leftOutElement(name: String)
  case leftOutAttribute(name: String, element: String)
  /// An element that would hide what follows.
  case elementAsText(name: String)
  case unknownShortcode(text: String)
  case unknownKey(name: String)
  case notIncluded(path: String, reason: String)
  /// Cells of an included file, which do not run.
  case includedCells(path: String)
  case missingVideo(address: String, reason: String)
  /// A tag that is nearly one with a meaning.
  case nearTag(tag: String, known: String)
  /// A reference to a cell whose options hide what it refers to.
  case hiddenTarget(label: String, option: String)
  /// A cell that takes a function from the solution of an exercise, where it may be meant to test the answer.
  case testOfSolution(name: String, exerciseLine: Int, solutionLine: Int)
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
    case .unknownCallout(let name):
      "There is no callout `\(name)`. Use `callout-note`, `-tip`, `-important`, `-warning` or `-caution`."
    case .repeatedLabel(let label, let line):
      "The name `\(label)` stands on line \(line) too, and references lead there. Give this one another."
    case .openComment: "The comment is never closed, and hides all that follows. Add `-->`."
    case .leftOutElement(let name): "The element `<\(name)>` is left out: \(LeftOutHTML.reason(forElement: name))"
    case .elementAsText(let name): "The element `<\(name)>` is shown as text: \(LeftOutHTML.reason(forElement: name))"
    case .leftOutAttribute(let name, let element):
      "The attribute `\(name)` of `<\(element)>` is left out: "
        + (name == "style"
          ? "it needs `html: raw` in the front matter, and may name no file. Add that, or take it away."
          : "a page runs no scripts but its own. Take it away.")
    case .unknownShortcode(let text): "`\(text)` is a shortcode that is not known here, and is shown as it is written."
    case .unknownKey(let name): "The front matter has no `\(name)`, which `meta` asks for. Add it, or mend the name."
    case .notIncluded(let path, let reason): "The file `\(path)` is not included: \(reason)"
    case .includedCells(let path):
      "The cells of the included file `\(path)` are shown and do not run. Move them into the notebook."
    case .missingVideo(let address, let reason): "The file `\(address)` is a link and does not play: \(reason)"
    case .nearTag(let tag, let known):
      "The tag `\(tag)` has no meaning here. Did you mean `\(known)`?"
    case .hiddenTarget(let label, let option):
      "`@\(label)` refers to what its cell does not show: it has `\(option)`. Take that away, or the reference."
    case .testOfSolution(let name, let exercise, let solution):
      "The cell uses `\(name)` of the solution on line \(solution): an answer to the exercise on line \(exercise) "
        + "changes nothing in it. If it tests the answer, put it between the two."
    case .diagram(let language, let reason): "The diagram of `\(language)` is shown as its code: \(reason)"
    }
  }
}
