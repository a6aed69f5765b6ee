import Display
import Foundation
import NotebookKit
import TestSupport
import Testing

/// The catalogue of the reference compared with the library that it describes.
@Suite("The reference")
struct ReferenceTests {
  private static let installation = Result {
    try Installation(command: Program.builtPrograms.appending(path: "etude"))
  }

  private static let names = Result { KnownNames(try LibraryDocumentation(of: installation.get()).index()) }

  @Test("The catalogue has a landing page that leads to every article")
  func landingPage() throws {
    let landing = try #require(Article.all.first { $0.name == "Etude" })
    let articles = Set(Article.all.map(\.name)).subtracting(["Etude"])
    #expect(articles.count >= 12)
    #expect(articles.subtracting(landing.pageLinks) == [])
  }

  @Test("Every link to a symbol leads to one of the library's", arguments: Article.all)
  func symbolLinks(article: Article) throws {
    let names = try Self.names.get()
    #expect(article.symbolLinks.filter { !names.contains($0) } == [])
  }

  @Test("Every link to an article leads to one", arguments: Article.all)
  func pageLinks(article: Article) {
    #expect(Set(article.pageLinks).subtracting(Article.all.map(\.name)) == [])
  }

  @Test("Every name that replaces a known call exists exactly so")
  func namesHere() throws {
    let names = try Self.names.get()
    let article = try #require(Article.all.first { $0.name == "ComingFromLibrosaAndFastai" })
    #expect(article.namesHere.count > 300)
    #expect(article.namesHere.filter { !names.contains($0) } == [])
  }

  @Test("The tables of known calls are the article's; ETUDE_RECORD=1 writes them again")
  func tablesOfKnownCalls() throws {
    let article = Article.folder.appending(path: "ComingFromLibrosaAndFastai.md")
    let lines = try String(contentsOf: article, encoding: .utf8).components(separatedBy: "\n")
    let rows = lines.filter { $0.hasPrefix("|") }.map { $0 + "\n" }.joined()
    let file = Article.folder.appending(path: "../../NotebookKit/Compilation/Files/known-calls.md").standardizedFileURL
    if ProcessInfo.processInfo.environment["ETUDE_RECORD"] == "1" { try Data(rows.utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == rows)
  }

  @Test("Names of other libraries in the tables lead to what takes their places")
  func knownCalls() throws {
    let index = try LibraryDocumentation(of: Self.installation.get()).index()
    #expect(index.knownCalls.count > 400)
    for (name, place) in [("read_csv", "contentsOfCSVFile"), ("groupby", "grouped"), ("plt.hist", "histogram")] {
      let documentation = try index.documentation(of: name)
      #expect(documentation.counterpart != nil && documentation.entries.contains { $0.declaration.contains(place) })
    }
  }

  @Test(
    "All code of an article passes the check as the cells of one notebook", .timeLimit(.minutes(20)),
    arguments: Article.all)
  func code(article: Article) throws {
    guard let text = article.notebook else { return }
    let file = URL(filePath: "/articles/\(article.name).md")
    let notebook = try NotebookParser.parse(source: Data(text.utf8), file: file)
    let checker = NotebookChecker(
      notebook: notebook, dependencies: NotebookDependencies(), installation: try Self.installation.get())
    #expect(!notebook.cells.isEmpty)
    #expect(try checker.problems() == [])
  }

  @Test("The notebook in the README passes the check")
  func readme() throws {
    let text = try String(contentsOf: LibraryExample.project.appending(path: "README.md"), encoding: .utf8)
    let fence = try #require(text.firstMatch(of: /````markdown\n((?:.|\n)*?)````\n/)?.output.1)
    let notebook = try NotebookParser.parse(source: Data(fence.utf8), file: URL(filePath: "/README/note.md"))
    let checker = NotebookChecker(
      notebook: notebook, dependencies: NotebookDependencies(), installation: try Self.installation.get())
    let problems = try checker.problems()
    #expect(notebook.cells.count == 1 && problems == [])
  }

  @Test("A name that is not there, is a member's or has another label is found out")
  func unknownNames() throws {
    let names = try Self.names.get()
    for known in ["Waveform", "Waveform.trimmed", "Tensor.init(npy:)", "Waveform/trimmed(threshold:)", "chroma(_:)"] {
      #expect(names.contains(known), "\(known)")
    }
    for unknown in ["waveform", "trimmed", "Tensor.init(csv:)", "Waveform/trimmed(topDb:)", "Nothing", "chorma(_:)"] {
      #expect(!names.contains(unknown), "\(unknown)")
    }
  }
}
