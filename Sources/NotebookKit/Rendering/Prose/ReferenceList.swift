/// The list of cited works at the end of a page.
struct ReferenceList {
  let works: [Citations.Work]

  /// One element for each work.
  var html: String {
    works.map { work in
      "<p id=\"\(work.anchor.escapedForHTML)\">\(Self.text(of: work).map(\.html).joined())</p>\n"
    }
    .joined()
  }

  /// One paragraph for each work.
  var markdown: String {
    works.map { Self.text(of: $0).map(\.markdown).joined() }.joined(separator: "\n\n")
  }

  /// The bibliography at the end of a text, below a heading unless the text ends in one; nil if there is none, or if it
  /// has an explicit position.
  static func section(of notebook: Notebook, _ references: CrossReferences, hasPlace: Bool) -> String? {
    let works = references.citations.works
    if works.isEmpty || hasPlace { return nil }
    let last = notebook.document.blocks.last { $0.kind != .footnoteDefinition }
    let list = ReferenceList(works: works).markdown
    return last?.kind.isHeading == true ? list : "## References\n\n" + list
  }

  /// A work without markup.
  static func plainText(_ work: Citations.Work) -> String { text(of: work).map(\.plain).joined() }

  private enum Part {
    case text(String)
    case emphasis(String)
    case link(String)

    var plain: String {
      switch self {
      case .text(let text), .emphasis(let text), .link(let text): text
      }
    }

    var html: String {
      switch self {
      case .text(let text): text.escapedForHTML
      case .emphasis(let text): "<em>\(text.escapedForHTML)</em>"
      case .link(let address):
        LinkPolicy.safe(address).map { "<a href=\"\($0.escapedForHTML)\">\(address.escapedForHTML)</a>" }
          ?? address.escapedForHTML
      }
    }

    var markdown: String {
      switch self {
      case .text(let text): ProseExport.escaped(text)
      case .emphasis(let text): "*\(ProseExport.escaped(text))*"
      case .link(let address): LinkPolicy.safe(address) == nil ? ProseExport.escaped(address) : "<\(address)>"
      }
    }
  }

  /// Author. Year. Title. Its position. Address.
  private static func text(of work: Citations.Work) -> [Part] {
    let entry = work.entry
    var parts: [Part] = []
    let people = entry.authors.isEmpty ? entry.editors : entry.authors
    if !people.isEmpty {
      let editors = entry.authors.isEmpty ? people.count > 1 ? ", eds." : ", ed." : ""
      parts.append(.text(sentence(names(people, hasMore: entry.hasMoreAuthors) + editors) + " \(sentence(work.year)) "))
    }
    if let title = entry.title {
      if entry.kind == .book {
        parts += [.emphasis(title), .text(endsSentence(title) ? "" : ".")]
      } else {
        parts.append(.text("“\(sentence(title))”"))
      }
    }
    if people.isEmpty { parts.append(.text(" \(sentence(work.year))")) }
    if let container = entry.container {
      parts += [.text(entry.kind == .chapter ? " In " : " "), .emphasis(container), .text(place(of: entry) + ".")]
    } else if let volume = entry.volume {
      parts.append(.text(" Vol. \(sentence(volume))"))
    }
    if let edition = entry.edition { parts.append(.text(" \(sentence("Edition \(edition)"))")) }
    if entry.container == nil || entry.kind != .article, let publisher = entry.publisher {
      parts.append(.text(" \(sentence(publisher))"))
    }
    if let address = entry.doi.map({ "https://doi.org/\($0)" }) ?? entry.url {
      parts += [.text(" "), .link(address), .text(".")]
    } else if entry.container == nil, entry.publisher == nil, let note = entry.note {
      parts.append(.text(" \(sentence(note))"))
    }
    return parts
  }

  /// The position in a periodical or book: ` 27 (2): 97–111` or `, edited by B. Editor, 97–111`.
  private static func place(of entry: BibliographyEntry) -> String {
    switch entry.kind {
    case .article:
      let volume = entry.volume.map { " \($0)" } ?? ""
      let issue = entry.issue.map { volume.isEmpty ? ", no. \($0)" : " (\($0))" } ?? ""
      return volume + issue + (entry.pages.map { (volume + issue).isEmpty ? ", \($0)" : ": \($0)" } ?? "")
    case .chapter, .book:
      let editors =
        entry.authors.isEmpty || entry.editors.isEmpty
        ? "" : ", edited by \(list(entry.editors.map(\.fullName)))"
      return editors + (entry.volume.map { ", vol. \($0)" } ?? "") + (entry.pages.map { ", \($0)" } ?? "")
    }
  }

  /// The first name by its family, as the list is sorted; of more than ten the first seven.
  private static func names(_ people: [BibliographyEntry.Person], hasMore: Bool) -> String {
    let shown = people.count > 10 ? Array(people.prefix(7)) : people
    let names = shown.enumerated().map { $0 == 0 ? $1.invertedName : $1.fullName }
    return hasMore || shown.count < people.count ? names.joined(separator: ", ") + ", et al." : list(names)
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + (names.count > 2 || names[0].contains(",") ? ", and " : " and ")
      + last
  }

  private static func endsSentence(_ text: String) -> Bool { text.last.map { ".?!".contains($0) } ?? false }

  private static func sentence(_ text: String) -> String { endsSentence(text) ? text : text + "." }
}
