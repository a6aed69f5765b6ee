import Files
import Foundation

/// Checks the citations of a notebook for likely mistakes.
struct CitationReview {
  private let notebook: Notebook
  private let references: CrossReferences
  private let bibliography: Bibliography
  private var warnings: [NotebookWarning] = []
  /// Number of keys that were compared with all known ones.
  private var comparisonCount = 0
  /// The largest number of such keys: each costs time proportional to the known ones.
  private static let mostComparisons = 20

  static func warnings(about notebook: Notebook, _ references: CrossReferences) -> [NotebookWarning] {
    var review = CitationReview(notebook, references)
    review.lookAtFiles()
    for node in notebook.document.nodes where node.hasInlines {
      review.look(at: CitationGroup.parted(notebook.document.children(of: node)))
    }
    return review.warnings
  }

  private init(_ notebook: Notebook, _ references: CrossReferences) {
    self.notebook = notebook
    self.references = references
    bibliography = Bibliography(of: notebook)
  }

  private mutating func lookAtFiles() {
    let lines = Dictionary(notebook.frontMatter.bibliography.map { ($0.path, $0.line) }) { first, _ in first }
    for problem in bibliography.problems {
      let place = SourceLocation(file: notebook.file.lastPathComponent, line: lines[problem.file] ?? 1)
      warnings.append(.wrongBibliography(place, file: problem.file, line: problem.line, reason: problem.reason))
    }
  }

  private mutating func look(at nodes: [MarkdownNode]) {
    var openEnd = 0
    for (index, node) in nodes.enumerated() {
      if let end = CitationGroup.end(of: index, in: nodes) { openEnd = end }
      guard case .crossReference(let label) = node.kind, references.target(of: label) == nil,
        !CrossReferenceSyntax.isReference(label), references.citations.work(of: label) == nil
      else { continue }
      look(at: label, node, isInBrackets: index < openEnd)
    }
  }

  private mutating func look(at label: String, _ node: MarkdownNode, isInBrackets: Bool) {
    let place = SourceLocation(file: notebook.file.lastPathComponent, line: node.firstLine)
    guard references.citations.hasBibliography else {
      // Once is enough, since it is true of all.
      let isSaid = warnings.contains { if case .missingBibliography = $0 { true } else { false } }
      if isInBrackets, !isSaid { warnings.append(.missingBibliography(place, key: label)) }
      return
    }
    comparisonCount += 1
    let known = comparisonCount > Self.mostComparisons ? [] : bibliography.entries.keys.sorted()
    let nearest = NearestName.of(label, in: known)
    // Outside brackets, many of them may be names of persons.
    guard isInBrackets || comparisonCount <= Self.mostComparisons else { return }
    warnings.append(.unknownCitation(place, key: label, nearest: nearest))
  }
}

extension MarkdownNode {
  /// True if inline nodes are directly below the node.
  fileprivate var hasInlines: Bool {
    switch kind {
    case .paragraph, .heading, .tableCell, .emphasis, .strong, .strikethrough: true
    default: false
    }
  }
}
