/// A citable work from a bibliography file; all texts without markup.
struct BibliographyEntry: Equatable, Sendable {
  /// The parts of a reference that depend on the kind of work.
  enum Kind: Equatable, Sendable {
    /// A part of a periodical.
    case article
    /// A part of a book or of proceedings.
    case chapter
    /// An independent work.
    case book
  }

  struct Person: Equatable, Sendable {
    var family: String
    var given: String?

    /// The name as a list sorted by families has it.
    var invertedName: String { given.map { "\(family), \($0)" } ?? family }
    var fullName: String { given.map { "\($0) \(family)" } ?? family }
  }

  /// The key with which prose cites it.
  var key: String
  /// The line of its file at which it begins, from 1.
  var line: Int
  var kind = Kind.book
  var authors: [Person] = []
  /// True if the authors named are only the first of them.
  var hasMoreAuthors = false
  var editors: [Person] = []
  var title: String?
  /// The periodical, book or proceedings that contain it.
  var container: String?
  var volume: String?
  var issue: String?
  var pages: String?
  var publisher: String?
  var edition: String?
  /// A year, or a word such as `forthcoming`.
  var year: String?
  var doi: String?
  var url: String?
  var note: String?

  init(key: String, line: Int) {
    self.key = key
    self.line = line
  }
}

/// The works of all bibliography files of a notebook, and the errors in the files.
struct Bibliography: Equatable, Sendable {
  /// By key; of several works with one key, the first.
  private(set) var entries: [String: BibliographyEntry] = [:]
  private(set) var problems: [Problem] = []

  /// A part of a file that could not be read, or all of it.
  struct Problem: Equatable, Sendable {
    /// The file as the front matter names it.
    var file: String
    /// The line in that file, from 1; nil for the file as a whole.
    var line: Int?
    var reason: String
  }

  /// The works without their files.
  init(_ entries: [String: BibliographyEntry] = [:]) { self.entries = entries }

  mutating func add(_ entry: BibliographyEntry, of file: String) {
    if let first = entries[entry.key] {
      let reason = "`\(entry.key)` is already used on line \(first.line). Rename one of the two."
      return add(Problem(file: file, line: entry.line, reason: reason))
    }
    entries[entry.key] = entry
  }

  mutating func add(_ problem: Problem) { problems.append(problem) }
}
