import Foundation
import NotebookKit
import Testing

@Suite struct ReportWriterTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")

  private func notebook(_ path: String = "note.md") throws -> Notebook {
    try NotebookParser.parse(source: Data("Prose.\n".utf8), file: URL(filePath: path))
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: path).path)
  }

  @Test("Nothing on disk changes before the folder is prepared")
  func nothingBeforePreparation() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let old = ReportWriter(notebook: try notebook(), folder: folder)
    try old.prepare()
    #expect(exists("note/.etude-report"))
    try Data("old".utf8).write(to: folder.appending(path: "note/old.png"))
    let writer = ReportWriter(notebook: try notebook(), folder: folder)
    #expect(exists("note/old.png"))
    try writer.prepare()
    #expect(!exists("note/old.png"))
    #expect(writer.streamFolder.path == folder.path + "/note/streams")
  }

  @Test("The Markdown report does not replace the notebook itself")
  func notebookIsNotReplaced() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "note.md").path
    let writer = ReportWriter(notebook: try notebook(file), folder: folder, formats: [.markdown])
    #expect(throws: ExecutionError.outputNotWritable(path: file, reason: "it is the notebook itself")) {
      try writer.prepare()
    }
  }
}
