/// Prose that the page cannot show as intended.
package enum PageProblem: Equatable, Sendable {
  /// A division that no line of colons closes.
  case openDivision(name: String)
  /// A line of colons that closes nothing.
  case strayFence
  case wrongAttributes(text: String)
  case wrongLayout(text: String)
  /// A division with an unknown callout name.
  case unknownCallout(name: String)
  /// A name that something above has.
  case repeatedLabel(label: String, firstLine: Int)
  case openElement(name: String)
  case openComment
  /// An element of the author's HTML that the page leaves out.
  case leftOutElement(name: String)
  case leftOutAttribute(name: String, element: String)
  /// An element that would hide the following text.
  case elementAsText(name: String)
  /// A tag, a comment or an instruction of HTML without its end, which would hide what follows.
  case openMarkup(start: String)
  /// An element whose Markdown is read as HTML, since no blank line stands above it.
  case markdownAsHTML(element: String)
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

  /// One or two sentences: the problem and the remedy.
  package var message: String {
    switch self {
    case .openDivision(let name): "The division `\(name)` is never closed. End it with a line `:::`."
    case .strayFence:
      "The line `:::` closes nothing. Remove it, or open a division above, as in `::: {.callout-note}`."
    case .wrongAttributes(let text): "`\(text)` is not an attribute list. Write it as in `{#fig-x .wide width=50%}`."
    case .wrongLayout(let text):
      "The layout `\(text)` cannot be read. Write it as in `layout-ncol=2` or `layout=\"[60,40]\"`."
    case .openElement(let name):
      "The element `<\(name)>` is never closed; it "
        + (HTMLTagNames.isPhrasing(name)
          ? "ends with its paragraph"
          : name == "pre" ? "holds what follows as it is written" : "ends before the next heading or cell")
        + ". Add `</\(name)>`."
    case .unknownCallout(let name):
      "The callout `\(name)` is unknown. Use `callout-note`, `-tip`, `-important`, `-warning` or `-caution`."
    case .repeatedLabel(let label, let line):
      "The label `\(label)` is already used on line \(line), and references link there. Rename this one."
    case .openComment: "The comment is never closed: it and everything after it is shown as text. Add `-->`."
    case .leftOutElement(let name): "The element `<\(name)>` is left out: \(LeftOutHTML.reason(forElement: name))"
    case .elementAsText(let name): "The element `<\(name)>` is shown as text: \(LeftOutHTML.reason(forElement: name))"
    case .openMarkup(let start):
      "`\(start)` has no end in its block of HTML, which a blank line ends, and the block is shown as text. "
        + "Add `\(start.hasPrefix("<!--") ? "-->" : start.hasPrefix("<?") ? "?>" : ">")`."
    case .markdownAsHTML(let element):
      "What `<\(element)>` holds is read as HTML. Put a blank line above and below it."
    case .leftOutAttribute(let name, let element):
      "The attribute `\(name)` of `<\(element)>` is left out: "
        + (name == "style"
          ? "it needs `html: raw` in the front matter, and may not name a file. Add that, or remove the attribute."
          : "scripts in prose do not run. Remove it.")
    case .unknownShortcode(let text): "`\(text)` is an unknown shortcode and is shown as text."
    case .unknownKey(let name): "The front matter has no `\(name)`, which `meta` inserts. Add it, or correct the name."
    case .notIncluded(let path, let reason): "The file `\(path)` is not included: \(reason)"
    case .includedCells(let path):
      "The cells of the included file `\(path)` are shown but do not run. Move them into the notebook."
    case .missingVideo(let address, let reason): "The file `\(address)` is shown as a link and does not play: \(reason)"
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
