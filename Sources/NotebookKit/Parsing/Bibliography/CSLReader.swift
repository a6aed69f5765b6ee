import Files
import Foundation

/// Reads the items of a CSL-JSON file, as Zotero and Pandoc write it.
enum CSLReader {
  /// The items, and the number of those without an `id`, which cannot be cited.
  ///
  /// - Throws: ``JSONError`` for a text that is not JSON.
  static func entries(of data: Data) throws(JSONError) -> (entries: [BibliographyEntry], nameless: Int) {
    let root = try JSON(parsing: data)
    let items = root.array ?? root["items"]?.array ?? root["references"]?.array ?? []
    let entries = items.compactMap(entry)
    return (entries, items.count - entries.count)
  }

  private static func entry(_ item: JSON) -> BibliographyEntry? {
    guard let key = text(item["id"]) ?? text(item["citation-key"]) else { return nil }
    var entry = BibliographyEntry(key: key, line: 1)
    switch item["type"]?.string ?? "" {
    case "article-journal", "article-magazine", "article-newspaper", "review": entry.kind = .article
    case "chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia": entry.kind = .chapter
    default: entry.kind = .book
    }
    entry.authors = people(item["author"])
    entry.editors = people(item["editor"])
    entry.title = text(item["title"])
    entry.container = text(item["container-title"])
    entry.volume = text(item["volume"])
    entry.issue = text(item["issue"])
    entry.pages = text(item["page"]).map(BibliographyEntry.pages)
    entry.publisher = text(item["publisher"])
    entry.edition = text(item["edition"])
    let date = item["issued"]
    entry.year =
      text(date?["date-parts"]?.array?.first?.array?.first) ?? text(date?["literal"])
      ?? text(date?["raw"]).map { String($0.prefix { $0 != "-" }) } ?? text(date)
    entry.doi = text(item["DOI"]).map(BibliographyEntry.doi)
    entry.url = text(item["URL"])
    entry.note = text(item["note"])
    return entry
  }

  private static func people(_ names: JSON?) -> [BibliographyEntry.Person] {
    (names?.array ?? []).compactMap { name in
      if let literal = text(name["literal"]) { return .init(family: literal) }
      let particles = [name["non-dropping-particle"], name["dropping-particle"]].compactMap(text)
      guard let family = text(name["family"]) else { return text(name["given"]).map { .init(family: $0) } }
      return .init(family: (particles + [family]).joined(separator: " "), given: text(name["given"]))
    }
  }

  /// A text or number on one line; the first element of a list, as Crossref writes titles. The marks of rich text go.
  private static func text(_ value: JSON?) -> String? {
    switch value {
    case .string(let text)?:
      // Few texts have marks, and looking for them takes longer than everything else.
      let plain =
        !text.utf8.contains(UInt8(ascii: "<"))
        ? text : text.replacing(/<\/?(i|b|em|strong|sub|sup|sc|span)( [^<>]*)?>/, with: "")
      let words = plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return words.isEmpty ? nil : words
    case .number(let number)?: return number.literal
    case .array(let values)?: return values.first.flatMap { $0.array == nil ? text($0) : nil }
    default: return nil
    }
  }
}
