import Foundation
import TestSupport

/// The prose in one file of the repository: comments and test names of Swift, paragraphs of Markdown.
struct ProseSource {
  /// A paragraph or a test name.
  struct Passage: CustomStringConvertible {
    let file: String
    let line: Int
    let text: String

    var description: String { "\(file):\(line): \(text)" }

    /// True if the text outside code spans matches.
    func matches(_ expression: NSRegularExpression) -> Bool {
      let pieces = text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      let prose = pieces.map { $0.offset.isMultiple(of: 2) ? String($0.element) : "" }.joined(separator: "`")
      return expression.firstMatch(in: prose, range: NSRange(prose.startIndex..., in: prose)) != nil
    }
  }

  private enum Kind { case documentation, comment, markdown, code }

  /// Every passage of the file.
  private(set) var passages: [Passage] = []

  /// The first paragraph of each doc comment.
  private(set) var openings: [Passage] = []

  private let file: String
  private var paragraph: [String] = []
  private var firstLine = 0
  private var kind = Kind.code
  private var isFenced = false
  private var isOpening = false

  /// The sources, tests, notebooks and notes of the repository, without fixtures.
  static func all() throws -> [ProseSource] {
    let root = Fixtures.repositoryFolder.appending(path: "../..").standardizedFileURL
    var files = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
    for folder in ["Sources", "Tests", "Notebooks"] {
      let found = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
      files += (found?.compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }
    }
    return try files.filter { isProse($0) }.sorted().map { file in
      ProseSource(file: file, content: try String(contentsOf: root.appending(path: file), encoding: .utf8))
    }
  }

  private static func isProse(_ file: String) -> Bool {
    (file.hasSuffix(".swift") || file.hasSuffix(".md")) && !file.contains("Fixtures/") && !file.contains(".build/")
  }

  init(file: String, content: String) {
    self.file = file
    var previous = ""
    for (index, line) in content.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let text = line.trimmingCharacters(in: .whitespaces)
      if file.hasSuffix(".md") {
        begin(.markdown)
        add(text, at: index + 1)
      } else if text.hasPrefix("//") {
        begin(text.hasPrefix("///") ? .documentation : .comment)
        add(text.drop { $0 == "/" }.trimmingCharacters(in: .whitespaces), at: index + 1)
      } else {
        begin(.code)
        if let name = Self.testName(in: text, after: previous) {
          passages.append(Passage(file: file, line: index + 1, text: name))
        }
      }
      previous = text
    }
    end()
  }

  private mutating func begin(_ next: Kind) {
    guard next != kind else { return }
    end()
    kind = next
    isFenced = false
    isOpening = true
  }

  private mutating func add(_ text: String, at line: Int) {
    if text.hasPrefix("```") {
      end()
      isFenced.toggle()
    } else if !isFenced {
      if text.isEmpty || text.hasPrefix("- ") || text.hasPrefix("|") { end() }
      if paragraph.isEmpty { firstLine = line }
      if !text.isEmpty { paragraph.append(text) }
    }
  }

  private mutating func end() {
    guard !paragraph.isEmpty else { return }
    let passage = Passage(file: file, line: firstLine, text: paragraph.joined(separator: " "))
    passages.append(passage)
    if kind == .documentation, isOpening { openings.append(passage) }
    isOpening = false
    paragraph = []
  }

  private static func testName(in text: String, after previous: String) -> String? {
    if let start = text.range(of: #"@(Test|Suite)\(""#, options: .regularExpression) {
      return String(text[start.upperBound...].prefix { $0 != "\"" })
    }
    return previous == "@Test(" && text.hasPrefix("\"") ? String(text.dropFirst().prefix { $0 != "\"" }) : nil
  }
}
