/// What the YAML block at the top of a notebook says.
package struct FrontMatter: Equatable, Sendable {
  package var title: String?
  package var subtitle: String?
  package var authors: [String] = []
  package var date: String?
  /// The files that describe the works which the prose cites.
  package var bibliography: [BibliographyRequest] = []
  /// The language of the prose as a BCP 47 tag.
  package var language = "en"
  package var showsTableOfContents = true
  /// Whether HTML in prose reaches the page as it stands; escaped otherwise.
  package var allowsRawHTML = false
  /// Whether the report opens as a walkthrough, cell by cell.
  package var walkthrough = false
  package var codeFold = false
  /// Default seed of the notebook's random generators; shown in the stamp.
  package var seed: Int?
  /// The language mode of cells that name none; nil takes Swift 5's.
  package var languageMode: LanguageMode?
  /// Typed constants that `-P name=value` overrides, in the order in which they stand.
  package var parameters: [Parameter] = []
  /// The Swift packages that cells import from.
  package var packages: [PackageRequest] = []
  /// The Swift files whose names cells see; nil if there are none.
  package var sources: SourcesRequest?
  /// What cells do that say nothing else: the `execute:` block.
  package var defaults = CellOptions()

  package init() {}
}
