import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Files that a page takes in")
struct PageFileTests {
  @Test("They are those that the prose includes and shows, and bibliographies; only who asks sees them change")
  func files() throws {
    try withTemporaryFolder { folder in
      let text =
        "---\nbibliography: r.bib\n---\n{{< include _a.md >}}\n\n![P](p.png) ![Q](https://x.y/q.png)\n\n{{< video v.mp4 >}}\n"
      func read() throws -> Notebook {
        try NotebookParser.parse(source: Data(text.utf8), file: folder.appending(path: "n.md"))
      }
      let first = try read().notingPageFiles()
      #expect(first.pageFiles.map(\.file.lastPathComponent) == ["r.bib", "_a.md", "p.png", "v.mp4"])
      #expect(try read().notingPageFiles() == first)
      let unasked = try read()
      try Data("@book{a, title={T}}".utf8).write(to: folder.appending(path: "r.bib"))
      #expect(try read().notingPageFiles() != first)
      #expect(try read() == unasked && unasked.pageFiles.isEmpty)
    }
  }
}
