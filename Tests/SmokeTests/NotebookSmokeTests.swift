import Display
import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("A notebook goes from text to page")
struct NotebookSmokeTests {
  private let source = "# Title\n\nProse.\n\n```swift\nprint(6 * 7)\n```\n"

  @Test("A notebook is parsed and rendered")
  func parsedAndRendered() throws {
    let notebook = try NotebookParser.parse(source: Data(source.utf8), file: URL(filePath: "note.md"))
    #expect(notebook.cells.count == 1)
    let report = Report(
      notebook: notebook, parameters: [], records: [CellRecord(status: .succeeded)], stamp: Stamp(), isRunning: false)
    let page = String(decoding: ReportRenderer().html(report), as: UTF8.self)
    #expect(page.contains("Title") && page.contains("Prose."))
  }

  @Test(
    "A notebook of one cell runs",
    .enabled(if: Program.isBuilt("etude") && Program.isBuilt("etude-kernel"), "etude is not built"))
  func runs() throws {
    try withTemporaryFolder { folder throws in
      try Data(source.utf8).write(to: folder.appending(path: "note.md"))
      let result = try Program.built("etude", ["run", "note.md"], in: folder).run()
      #expect(result.status == 0, "\(result.errors)")
      let page = try String(contentsOf: folder.appending(path: "Output/note.html"), encoding: .utf8)
      #expect(page.contains("42\n</pre>") || page.contains(">42"))
    }
  }
}
