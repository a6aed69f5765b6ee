/// Treatment of the author's own HTML in prose.
package enum ProseHTML: Equatable, Sendable {
  /// It is shown as text.
  case escaped
  /// The elements that GitHub allows pass: text, tables, lists, `details`, images; no styles.
  case safe
  /// Styles and drawings pass, too; nothing that loads from elsewhere or runs.
  case raw
}

/// Settings from the YAML block at the top of a notebook.
package struct FrontMatter: Equatable, Sendable {
  package var title: String?
  package var subtitle: String?
  package var authors: [String] = []
  /// A date as it is written; `today` is the day of the run.
  package var date: String?
  /// A summary in Markdown, above the text.
  package var abstract: String?
  /// The files that describe the works which the prose cites.
  package var bibliography: [BibliographyRequest] = []
  /// The language of the prose as a BCP 47 tag.
  package var language = "en"
  package var showsTableOfContents = true
  /// True if headings have numbers, as in `1.2`.
  package var numbersSections = false
  /// Treatment of HTML in prose.
  package var html = ProseHTML.safe
  /// True if the report opens as a walkthrough, cell by cell.
  package var walkthrough = false
  package var codeFold = false
  /// Default seed of the notebook's random generators; shown in the stamp.
  package var seed: Int?
  /// The language mode of cells without their own; nil means Swift 5's.
  package var languageMode: LanguageMode?
  /// Typed constants that `-P name=value` overrides, in order of appearance.
  package var parameters: [Parameter] = []
  /// The Swift packages that cells import from.
  package var packages: [PackageRequest] = []
  /// The Swift files whose names cells see; nil if there are none.
  package var sources: SourcesRequest?
  /// Options of cells that say nothing else: the `execute:` block.
  package var defaults = CellOptions()

  /// The texts below `quarto:`, which only `{{< meta … >}}` shows, by their keys with dots between.
  var foreignTexts: [String: String] = [:]

  package init() {}

  /// True if the language is written from right to left, by its script or, if the tag has none, by its default.
  var isRightToLeft: Bool {
    let parts = language.lowercased().split(separator: "-")
    if let script = parts.dropFirst().first(where: { $0.count == 4 && $0.allSatisfy(\.isLetter) }) {
      return ["adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"].contains(script)
    }
    let languages = ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ps", "sd", "syr", "ug", "ur", "yi"]
    return parts.first.map { languages.contains(String($0)) } ?? false
  }

  /// The texts that `{{< meta … >}}` can show, by key.
  var metadata: [String: String] {
    var values = ["title": title, "subtitle": subtitle, "date": date, "lang": language].compactMapValues { $0 }
    values.merge(foreignTexts) { own, _ in own }
    if !authors.isEmpty { values["author"] = authors.joined(separator: ", ") }
    for parameter in parameters {
      if case .text(let text) = parameter.value {
        values["params.\(parameter.name)"] = text
      } else {
        values["params.\(parameter.name)"] = parameter.value.description
      }
    }
    return values
  }
}
