/// Something that a cell asks for and that is not there when the cell has run.
package enum OutputProblem: Equatable, Sendable {
  /// Options about what a cell shows, of one that shows nothing of the kind.
  case nothingToCaption(options: [String], isPicture: Bool)
  /// Captions of single pictures, of which there are more or fewer.
  case captionCount(captions: Int, pictures: Int)
  /// A value that no line shows, in the compiler's words.
  case unusedValue(message: String)

  /// One or two sentences: what is wrong, and what to do.
  package var message: String {
    switch self {
    case .nothingToCaption(let options, let isPicture):
      "The cell shows \(isPicture ? "no picture" : "nothing") for its "
        + options.map { "`\($0)`" }.joined(separator: ", ")
        + ". End it with the value to be shown, or call `display(…)`."
    case .captionCount(let captions, let pictures):
      "`fig-subcap` has \(captions) \(captions == 1 ? "caption" : "captions"), and the cell shows \(pictures) "
        + "\(pictures == 1 ? "picture" : "pictures"). Only the last value of a cell is shown by itself: show the others "
        + "by `display(…)`, or write a caption for each."
    case .unusedValue(let message): message
    }
  }
}
