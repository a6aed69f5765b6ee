import Foundation

/// The works that a notebook cites, named in text and listed at its end by author and year, as in Chicago's style.
struct Citations: Equatable, Sendable {
  /// A work that is cited somewhere.
  struct Work: Equatable, Sendable {
    var entry: BibliographyEntry
    /// Family names of up to two authors, or the first with “et al.”.
    var authors: String
    /// The year, with a letter if the authors have several works of that year in the list.
    var year: String

    /// The name of its element in the list. A colon marks names of the page's own.
    var anchor: String { "ref:\(entry.key)" }
    /// A mention within a sentence.
    var mention: String { "\(authors) (\(year))" }
  }

  /// In the order of the list.
  private(set) var works: [Work] = []
  private var places: [String: Int] = [:]
  /// True if the notebook names a bibliography, be it empty.
  let hasBibliography: Bool

  init() { hasBibliography = false }

  /// - Parameter keys: The keys that the notebook cites; those without a work are left out.
  init(of keys: Set<String>, in bibliography: Bibliography) {
    hasBibliography = true
    let cited = keys.compactMap { bibliography.entries[$0] }.map { entry in
      (entry, Self.authors(entry), entry.year ?? "n.d.", Self.sortKey(entry))
    }
    .sorted { ($0.3, $0.0.key) < ($1.3, $1.0.key) }
    var counts: [String: Int] = [:]
    for (_, authors, year, _) in cited { counts["\(authors) \(year)", default: 0] += 1 }
    var letters: [String: Int] = [:]
    for (entry, authors, year, _) in cited {
      let name = "\(authors) \(year)"
      var work = Work(entry: entry, authors: authors, year: year)
      if counts[name, default: 1] > 1 {
        work.year += (year.last?.isNumber == true ? "" : "-") + Self.letter(letters[name, default: 0])
        letters[name, default: 0] += 1
      }
      places[entry.key] = works.count
      works.append(work)
    }
  }

  /// The work cited by a word after an `@`, and the rest of the word; nil if there is none.
  func work(of written: String) -> (work: Work, rest: String)? {
    LabelEnds(of: written).lazy.compactMap { label in
      places[String(label)].map { (works[$0], String(written[label.endIndex...])) }
    }
    .first
  }

  // MARK: Names

  private static func authors(_ entry: BibliographyEntry) -> String {
    let people = entry.authors.isEmpty ? entry.editors : entry.authors
    guard let first = people.first else {
      // A work without an author is named by its title.
      let title = entry.title ?? entry.key
      return title.count > 40 ? "“\(title.prefix(40).trimmingSuffix { !$0.isLetter })…”" : "“\(title)”"
    }
    if entry.hasMoreAuthors || people.count > 2 { return "\(first.family) et al." }
    return people.map(\.family).joined(separator: " and ")
  }

  private static func sortKey(_ entry: BibliographyEntry) -> String {
    let people = (entry.authors.isEmpty ? entry.editors : entry.authors).map(\.invertedName)
    let words = (people.isEmpty ? [entry.title ?? entry.key] : people) + [entry.year ?? "", entry.title ?? ""]
    return words.joined(separator: "\u{1}").folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
  }

  /// `a`, `b`, … `z`, `aa`, …
  private static func letter(_ number: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return (number >= 26 ? letter(number / 26 - 1) : "") + String(letters[number % 26])
  }
}

/// A word after an `@`, then the word without a trailing punctuation mark, and so on.
struct LabelEnds: Sequence, IteratorProtocol {
  private var label: Substring?
  private var count = 0

  init(of written: String) { label = written[...] }

  mutating func next() -> Substring? {
    guard let label, count < 5 else { return nil }
    count += 1
    self.label = label.lastIndex { ".:/".contains($0) }.map { label[..<$0] }
    return label
  }
}
