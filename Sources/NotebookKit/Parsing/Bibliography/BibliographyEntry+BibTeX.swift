extension BibliographyEntry {
  /// The work that an entry of a BibTeX or BibLaTeX file describes.
  init(_ entry: BibTeXReader.Entry) {
    self.init(key: entry.key, line: entry.line)
    func text(_ names: String...) -> String? {
      names.lazy.compactMap { entry.fields[$0] }.map(LaTeXText.plain).first { !$0.isEmpty }
    }
    switch entry.type {
    case "article": kind = .article
    case "inproceedings", "incollection", "inbook", "conference", "suppperiodical": kind = .chapter
    default: kind = .book
    }
    (authors, hasMoreAuthors) = BibTeXNames.people(in: entry.fields["author"] ?? "")
    editors = BibTeXNames.people(in: entry.fields["editor"] ?? "").people
    title = text("title").map { title in text("subtitle").map { "\(title): \($0)" } ?? title }
    container = text("journal", "journaltitle", "booktitle")
    volume = text("volume")
    issue = text("number", "issue")
    pages = text("pages").map { Self.pages($0.replacing(" – ", with: "–")) }
    publisher = text("publisher", "school", "institution", "organization", "howpublished")
    edition = text("edition")
    year = text("year") ?? text("date").map { String($0.prefix { $0 != "-" }) }
    doi = text("doi").map(Self.doi)
    url = entry.fields["url"]?.replacing("\\", with: "")
    if url == nil, let eprint = text("eprint"), text("archiveprefix", "eprinttype")?.lowercased() == "arxiv" {
      url = "https://arxiv.org/abs/\(eprint)"
    }
    note = text("note")
  }

  /// Pages with dashes between numbers.
  static func pages(_ written: String) -> String {
    written.utf8.contains(UInt8(ascii: "-")) ? written.replacing(/(\d)-(\d)/) { "\($0.1)–\($0.2)" } : written
  }

  /// The identifier without the address around it.
  static func doi(_ written: String) -> String {
    written.firstRange(of: "10.").map { String(written[$0.lowerBound...]) } ?? written
  }
}

/// The names of a BibTeX field, as in `Knuth, Donald E. and Ludwig van Beethoven and others`.
enum BibTeXNames {
  static func people(in field: String) -> (people: [BibliographyEntry.Person], hasMore: Bool) {
    var people: [BibliographyEntry.Person] = []
    var hasMore = false
    for words in names(of: field) {
      if words == ["others"] { hasMore = true } else if let person = person(words) { people.append(person) }
    }
    return (people, hasMore)
  }

  /// The words of each name; a comma is a separate word, and text in braces is kept whole.
  private static func names(of field: String) -> [[String]] {
    var names: [[String]] = [[]]
    var word = ""
    var depth = 0
    func isEnd(_ character: Character) -> Bool { depth <= 0 && (character.isWhitespace || character == ",") }
    for character in field + " " {
      if isEnd(character) {
        if depth <= 0, word.lowercased() == "and" {
          names.append([])
        } else if !word.isEmpty {
          names[names.count - 1].append(word)
        }
        if character == "," { names[names.count - 1].append(",") }
        word = ""
        continue
      }
      if character == "{" { depth += 1 } else if character == "}" { depth -= 1 }
      word.append(character)
    }
    if !word.isEmpty { names[names.count - 1].append(word) }
    return names.filter { !$0.isEmpty }
  }

  private static func person(_ words: [String]) -> BibliographyEntry.Person? {
    func text(_ words: some Sequence<String>) -> String { LaTeXText.plain(words.joined(separator: " ")) }
    let parts = words.split(separator: ",", omittingEmptySubsequences: true)
    guard let first = parts.first else { return nil }
    if parts.count > 1 {
      // von Last, First and von Last, Jr, First.
      let given = ([parts[parts.count - 1]] + parts.dropFirst().dropLast()).map(text).filter { !$0.isEmpty }
      return .init(family: text(first), given: given.isEmpty ? nil : given.joined(separator: ", "))
    }
    let start = first.dropLast().firstIndex { $0.first?.isLowercase == true } ?? first.endIndex - 1
    let given = text(first[..<start])
    return .init(family: text(first[start...]), given: given.isEmpty ? nil : given)
  }
}
