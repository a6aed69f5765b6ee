import Foundation
import NotebookKit
import TestSupport
import Testing

/// Which files a report may replace.
@Suite("Files that a report replaces")
struct ReplacedFilesTests {
  private func writer(
    _ notebook: URL, _ folder: URL, _ formats: Set<ReportFormat> = [.markdown, .jupyter]
  ) throws -> ReportWriter {
    ReportWriter(
      notebook: try NotebookParser.parse(source: Data(contentsOf: notebook), file: notebook), folder: folder,
      formats: formats)
  }

  /// Writes a whole report, like a run without cells.
  private func report(_ notebook: URL, _ folder: URL) throws {
    let writer = try writer(notebook, folder)
    try writer.prepare()
    let parsed = try NotebookParser.parse(source: Data(contentsOf: notebook), file: notebook)
    let report = Report(notebook: parsed, parameters: [], records: [], stamp: Stamp(), isRunning: false)
    try writer.observe(
      .ended(RunSummary(succeeded: 0, failed: [], notRun: 0, wasInterrupted: false)), report: report)
  }

  private func newNotebook(_ folder: URL, _ name: String = "note.md") throws -> URL {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let notebook = folder.appending(path: name)
    try Data("# Mine\n".utf8).write(to: notebook)
    return notebook
  }

  private func expectRefusal(
    _ words: String, _ body: () throws -> Void, at place: Testing.SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: ExecutionError.self, sourceLocation: place) { try body() }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))", sourceLocation: place)
  }

  @Test("Etude's own files are replaced, in every format")
  func ownFiles() throws {
    try withTemporaryFolder { folder in
      let notebook = try newNotebook(folder.appending(path: "a--b \"q\""))
      let output = folder.appending(path: "Output")
      for _ in 0..<2 { try report(notebook, output) }
      let names = try FileManager.default.contentsOfDirectory(atPath: output.path)
      #expect(names.sorted() == ["note.html", "note.ipynb", "note.md"])
    }
  }

  @Test("A file that Etude did not create is not replaced", arguments: ["html", "md", "ipynb"])
  func foreignFiles(_ ending: String) throws {
    try withTemporaryFolder { folder in
      let notebook = try newNotebook(folder.appending(path: "notes"))
      let file = folder.appending(path: "note.\(ending)")
      try Data("mine".utf8).write(to: file)
      expectRefusal("note.\(ending) cannot be written: Etude did not create the existing file.") {
        try writer(notebook, folder).prepare()
      }
      #expect(try Data(contentsOf: file) == Data("mine".utf8))
    }
  }

  @Test("A report that was edited by hand is not replaced", arguments: ["md", "ipynb"])
  func editedFiles(_ ending: String) throws {
    try withTemporaryFolder { folder in
      let notebook = try newNotebook(folder.appending(path: "notes"))
      try report(notebook, folder)
      let file = folder.appending(path: "note.\(ending)")
      let edited = try String(contentsOf: file, encoding: .utf8).replacing("Mine", with: "Edited")
      try Data(edited.utf8).write(to: file)
      expectRefusal("it was changed after Etude wrote it") { try writer(notebook, folder).prepare() }
    }
  }

  @Test("A report never replaces its notebook, whatever path leads to it")
  func notebookItself() throws {
    try withTemporaryFolder { folder in
      let notebook = try newNotebook(folder.appending(path: "notes"))
      let link = folder.appending(path: "link")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: notebook.deletingLastPathComponent())
      for output in [link, folder.appending(path: "notes"), folder.appending(path: "notes/../link/.")] {
        expectRefusal("it is the notebook itself") { try writer(notebook, output).prepare() }
      }
      // A report may also be a notebook, whose page would be that of the first.
      try report(notebook, folder.appending(path: "Output"))
      let again = folder.appending(path: "Output/note.md")
      expectRefusal("it is the report of another notebook") {
        try writer(again, folder.appending(path: "Output")).prepare()
      }
    }
  }

  @Test("A symbolic link is not replaced by a report")
  func links() throws {
    try withTemporaryFolder { folder in
      let notebook = try newNotebook(folder.appending(path: "notes"))
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "note.html"), withDestinationURL: folder.appending(path: "elsewhere"))
      expectRefusal("it is a symbolic link") { try writer(notebook, folder, []).prepare() }
    }
  }

  @Test("Two notebooks of the same name do not share a report; a moved notebook keeps its report")
  func twoNotebooks() throws {
    try withTemporaryFolder { folder in
      let (one, two) = (
        try newNotebook(folder.appending(path: "one")), try newNotebook(folder.appending(path: "two"))
      )
      let output = folder.appending(path: "Output")
      try report(one, output)
      expectRefusal("it is the report of another notebook, \(one.path)") { try writer(two, output).prepare() }
      try FileManager.default.removeItem(at: one)
      try writer(two, output).prepare()
    }
  }

  @Test("A page of a version that wrote no marks is replaced")
  func pageOfOldVersion() throws {
    try withTemporaryFolder { folder in
      let notebook = try newNotebook(folder)
      let page = "<!DOCTYPE html>\n<head>\n<meta name=\"generator\" content=\"Etude\">\n"
      try Data(page.utf8).write(to: folder.appending(path: "note.html"))
      try writer(notebook, folder, []).prepare()
    }
  }

  @Test("Figures and streams of an earlier run go, other files of the folder stay")
  func assets() throws {
    try withTemporaryFolder { folder in
      let notebook = try newNotebook(folder)
      let assets = folder.appending(path: "note")
      func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: assets.appending(path: path).path)
      }
      try FileManager.default.createDirectory(
        at: assets.appending(path: "figures"), withIntermediateDirectories: true)
      for path in [".etude-report", "figures/cell-1.png", "figures/notes.txt", "data.csv"] {
        try Data().write(to: assets.appending(path: path))
      }
      try writer(notebook, folder, []).prepare()
      #expect(!exists("figures/cell-1.png"))
      #expect(exists("figures/notes.txt") && exists("data.csv"))
      try Data().write(to: assets.appending(path: "figures/mine.png"))
      expectRefusal("figures/mine.png cannot be written: Etude did not create the existing file") {
        try writer(notebook, folder, []).prepare()
      }
      #expect(exists("figures/mine.png"))
    }
  }
}
