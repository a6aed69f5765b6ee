import Files
import Foundation

/// Checks a notebook for likely mistakes: fences that look like cells, and dead references.
package struct NotebookReview {
  let notebook: Notebook
  let folder: URL
  let plan: PagePlan
  private var warnings: [NotebookWarning] = []
  var leftOut: LeftOutHTML
  private var lacksMathematics = false
  /// The options that hide the figure, table or listing of a cell, by its label.
  private let hidingOptions: [String: String]
  let holdsHTML: Bool
  /// Number of names that were compared with all known ones.
  private var comparisonCount = 0
  /// The largest number of such names: each costs time proportional to the known ones.
  private static let mostComparisons = 50

  /// The warnings about a notebook in the order of its lines.
  package static func warnings(about notebook: Notebook) -> [NotebookWarning] {
    var review = NotebookReview(notebook)
    for node in notebook.document.nodes {
      review.look(at: node)
      for problem in review.problems(of: node) { review.add(.page(review.place(node), problem)) }
    }
    for (line, problem) in review.problemsOfCells() { review.add(.page(review.place(line), problem)) }
    for (node, problem) in review.repeatedLabels() { review.add(.page(review.place(node), problem)) }
    if review.plan.escapesRawHTML, let first = notebook.document.nodes.first(where: \.isHTML) {
      review.warnings.append(.unusableHTML(review.place(first), limits: HTMLExtent.limits))
    }
    review.lookAtFilesOfHTML()
    review.lookAtFormulasOfCaptions()
    review.warnings += CitationReview.warnings(about: notebook, review.plan.references)
    return review.warnings.sorted { $0.location.line < $1.location.line }
  }

  private init(_ notebook: Notebook) {
    self.notebook = notebook
    folder = notebook.file.deletingLastPathComponent()
    leftOut = LeftOutHTML(
      notebook.document.nodes.lazy.filter(\.isHTML), allowsDrawing: notebook.frontMatter.html == .raw)
    holdsHTML = notebook.frontMatter.html != .escaped && notebook.document.nodes.contains(where: \.isHTML)
    hidingOptions = Self.hidingOptions(of: notebook.cells)
    // The images to show can be determined without reading them.
    plan = PagePlan(notebook) { [folder] in PictureFiles.problem($0, beside: folder) == nil ? "" : nil }
  }

  private mutating func look(at node: MarkdownNode) {
    switch node.kind {
    case .codeBlock(let info, _?):
      let isCell = notebook.cell(at: node) != nil
      if !isCell, SwiftFence.resembles(info), !SampleFence.isSample(info), notebook.file.pathExtension != "qmd" {
        warnings.append(.sampleFence(place(node), info: info))
      }
    case .image(let url, _): lookAtPicture(url, node)
    case .link(let url, _): lookAtLink(url, node)
    case .crossReference(let label): lookAtReference(label, node)
    case .references(let group): for member in group.members { lookAtReference(member.label, node) }
    case .formula(let formula): look(at: formula, node)
    case .text: lookForFootnotes(in: node)
    case .htmlBlock, .htmlInline: lookAtHTML(node)
    default: return
    }
  }

  private mutating func lookAtReference(_ label: String, _ node: MarkdownNode) {
    guard CrossReferenceSyntax.isReference(label) else { return }
    if let target = plan.references.target(of: label) {
      if let option = hidingOptions[target.label] {
        add(.page(place(node), .hiddenTarget(label: target.label, option: option)))
      }
      return
    }
    let nearest = nearest(label, in: plan.references.targets.keys)
    warnings.append(.unknownReference(place(node), label: label, nearest: nearest))
  }

  private mutating func look(at formula: Formula, _ node: MarkdownNode) {
    switch plan.mathematics.outcome(of: formula, at: node.id) {
    case .typeset(let typeset):
      for label in typeset.references where plan.references.targets[label] == nil {
        let nearest = nearest(label, in: plan.references.targets.keys)
        warnings.append(.unknownReference(place(node), label: label, nearest: nearest))
      }
    case .refused(let reason): add(.wrongFormula(place(node), reason: reason))
    case .unavailable(let advice):
      // Once is enough, since it is true of all.
      if !lacksMathematics { add(.unavailableMathematics(place(node), advice: advice)) }
      lacksMathematics = true
    }
  }

  /// Looks at formulas of titles and captions, which are separate documents.
  private mutating func lookAtFormulasOfCaptions() {
    let front = notebook.frontMatter
    var texts = [front.title, front.subtitle, front.abstract].map { (line: 1, text: $0) }
    for cell in notebook.cells {
      let options = cell.options
      texts += ([options.figureCaption, options.tableCaption] + options.figureSubcaptions).map {
        (line: cell.fenceLines.lowerBound, text: $0)
      }
    }
    for (line, text) in texts {
      guard let text, text.contains("$") || text.contains("\\") else { continue }
      for case .formula(let formula) in MarkdownDocument(text).nodes.map(\.kind) {
        let place = SourceLocation(file: notebook.file.lastPathComponent, line: line)
        if case .refused(let reason) = plan.prose.typesetter.typeset(formula, below: plan.prose.definitions) {
          add(.wrongFormula(place, reason: reason))
        }
      }
    }
  }

  private mutating func nearest(_ name: String, in known: some Sequence<String>) -> String? {
    comparisonCount += 1
    return comparisonCount > Self.mostComparisons ? nil : NearestName.of(name, in: known.sorted())
  }

  mutating func lookAtPicture(_ address: String, _ node: MarkdownNode) {
    if LocalMedia.isVideo(address) {
      let reason = LocalMedia.problem(address, beside: folder)
      if let reason { add(.page(place(node), .missingVideo(address: address, reason: reason))) }
      return
    }
    guard let problem = PictureFiles.problem(address, beside: folder) else { return }
    let reason: String
    switch problem {
    case .elsewhere:
      // A remote image is a link, because a report contains everything that it shows.
      if Self.hasScheme(address) { return }
      reason = "it is outside the notebook's folder. Copy it beside the notebook."
    case .missing: reason = "there is no such file. Correct the name, which is relative to the notebook's folder."
    case .unknownType(let type): reason = "files of type `\(type)` are not supported. Use PNG, JPEG, GIF, WebP or SVG."
    case .tooLarge(let bytes): reason = "it has \(bytes / 1_000_000) MB. Make it smaller than 10 MB."
    }
    warnings.append(.missingPicture(place(node), address: address, reason: reason))
  }

  private mutating func lookAtLink(_ address: String, _ node: MarkdownNode) {
    if LinkPolicy.safe(address) == nil {
      return add(.brokenLink(place(node), address: address, reason: "reports may not link to such an address."))
    }
    if Self.hasScheme(address) || address.hasPrefix("//") { return }
    if address.isEmpty { return add(.brokenLink(place(node), address: "", reason: "it has no address.")) }
    if address.hasPrefix("#") {
      let name = address.dropFirst().removingPercentEncoding ?? String(address.dropFirst())
      // The author's own HTML may hold the name.
      if name.isEmpty || name == "top" || plan.identifiers.contains(name) || holdsHTML {
        return
      }
      let nearest = nearest(name, in: plan.identifiers)
      let advice = nearest.map { "did you mean `#\($0)`?" } ?? "correct it, or give a heading that name with `{#…}`."
      return add(.brokenLink(place(node), address: address, reason: "no heading or cell has that name; \(advice)"))
    }
    let path = address.prefix { $0 != "?" && $0 != "#" }
    let name = path.removingPercentEncoding ?? String(path)
    let file = name.hasPrefix("/") ? URL(filePath: name) : folder.appendingPathComponent(name)
    // A report of another notebook is created when that notebook is run.
    let notebook = file.deletingPathExtension().appendingPathExtension("md")
    let isThere = [file, notebook].contains { FileManager.default.fileExists(atPath: $0.path) }
    if !isThere {
      add(
        .brokenLink(
          place(node), address: address,
          reason: "there is no such file. Correct the name, which is relative to the notebook's folder."))
    }
  }

  /// A mark of a footnote that there is not is text.
  private mutating func lookForFootnotes(in node: MarkdownNode) {
    var rest = node.literal[...]
    while let start = rest.range(of: "[^") {
      rest = rest[start.upperBound...]
      let label = rest.prefix { $0 != "]" && !$0.isWhitespace && $0 != "[" }
      guard !label.isEmpty, rest[label.endIndex...].first == "]" else { continue }
      add(.missingFootnote(place(node), label: String(label)))
    }
  }

  mutating func add(_ warning: NotebookWarning) { warnings.append(warning) }

  func place(_ node: MarkdownNode) -> SourceLocation { place(node.firstLine) }

  func place(_ line: Int) -> SourceLocation {
    SourceLocation(file: notebook.file.lastPathComponent, line: line)
  }

  private static func hasScheme(_ address: String) -> Bool {
    guard let end = address.firstIndex(where: { ":/?#".contains($0) }) else { return false }
    return address[end] == ":"
  }
}

extension MarkdownNode {
  var isHTML: Bool { kind == .htmlBlock || kind == .htmlInline }
}
