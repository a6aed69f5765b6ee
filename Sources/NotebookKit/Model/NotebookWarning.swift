/// A likely slip in a notebook that runs.
///
/// Each case reads `file:line: warning: message` and says what to do about it.
package enum NotebookWarning: Equatable, Sendable, CustomStringConvertible {
  /// A fence that looks as if it ran.
  case sampleFence(SourceLocation, info: String)
  case missingPicture(SourceLocation, address: String, reason: String)
  case unknownReference(SourceLocation, label: String, nearest: String?)
  case brokenLink(SourceLocation, address: String, reason: String)
  case missingFootnote(SourceLocation, label: String)
  /// HTML of the prose that is shown as text.
  case unusableHTML(SourceLocation, limits: String)
  /// A formula that KaTeX refuses.
  case wrongFormula(SourceLocation, reason: String)
  /// A bibliography that cannot be read, completely or in part.
  case wrongBibliography(SourceLocation, file: String, line: Int?, reason: String)
  /// A citation of a work that is in no bibliography.
  case unknownCitation(SourceLocation, key: String, nearest: String?)
  /// A citation in a notebook that names no bibliography.
  case missingBibliography(SourceLocation, key: String)
  /// The machine cannot typeset formulas.
  case unavailableMathematics(SourceLocation, advice: String)
  /// Prose that the page cannot show as intended.
  case page(SourceLocation, PageProblem)
  /// Something that a cell asks for and does not show.
  case output(SourceLocation, OutputProblem)

  package var location: SourceLocation {
    switch self {
    case .sampleFence(let place, _), .missingPicture(let place, _, _), .unknownReference(let place, _, _),
      .brokenLink(let place, _, _), .missingFootnote(let place, _), .unusableHTML(let place, _),
      .wrongFormula(let place, _), .wrongBibliography(let place, _, _, _), .unknownCitation(let place, _, _),
      .missingBibliography(let place, _), .unavailableMathematics(let place, _), .page(let place, _),
      .output(let place, _):
      place
    }
  }

  package var description: String { "\(location): warning: \(message)" }

  /// The description without its location.
  package var message: String {
    switch self {
    case .sampleFence(_, let info):
      "The fence says `\(info)`, so it does not run. Write `swift` to run it, or `{.swift .sample}` to only show it."
    case .missingPicture(_, let address, let reason): "The image `\(address)` is not shown: \(reason)"
    case .unknownReference(_, let label, let nearest):
      "No figure, table, equation or section is called `\(label)`; "
        + (nearest.map { "did you mean `\($0)`?" } ?? "add it as a `label` or `{#…}`.")
    case .brokenLink(_, let address, let reason): "The link to `\(address)` is broken: \(reason)"
    case .missingFootnote(_, let label): "The footnote `[^\(label)]:` is missing. Add it, or remove the mark."
    case .unusableHTML(_, let limits):
      "The prose's HTML is shown as text: it has more than \(limits). Close its elements."
    case .wrongFormula(_, let reason): "The formula is shown as source: \(reason)"
    case .wrongBibliography(_, let file, let line, let reason):
      "The bibliography `\(file)`\(line.map { ", line \($0)" } ?? ""): \(reason)"
    case .unknownCitation(_, let key, let nearest):
      "The bibliography has no key `\(key)`; "
        + (nearest.map { "did you mean `\($0)`?" } ?? "add it to the file, or correct the key.")
    case .missingBibliography(_, let key):
      "`[@\(key)]` cites a work, but the notebook has no bibliography. Add `bibliography: references.bib` to the front "
        + "matter."
    case .unavailableMathematics(_, let advice): advice
    case .page(_, let problem): problem.message
    case .output(_, let problem): problem.message
    }
  }
}
