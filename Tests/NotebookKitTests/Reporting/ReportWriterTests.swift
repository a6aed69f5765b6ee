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
    let figures = folder.appending(path: "note/figures")
    try FileManager.default.createDirectory(at: figures, withIntermediateDirectories: true)
    try Data("old".utf8).write(to: figures.appending(path: "old.png"))
    // The list of a version that named nothing in it.
    try Data().write(to: folder.appending(path: "note/.etude-report"))
    let writer = ReportWriter(notebook: try notebook(), folder: folder)
    #expect(exists("note/figures/old.png"))
    try writer.prepare()
    #expect(!exists("note/figures/old.png"))
    #expect(writer.streamFolder.path == folder.path + "/note/streams")
  }
}
