import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("New notebooks")
struct NewNotebookTests {
  private func make(_ path: String, in folder: URL) throws {
    try NewNotebook(folder.appending(path: path).path, from: .report).write()
  }

  @Test("A template is a notebook without warnings", arguments: NotebookTemplate.allCases)
  func warnings(template: NotebookTemplate) throws {
    let notebook = try parse(template.text(titled: "Any"))
    #expect(NotebookReview.warnings(about: notebook).isEmpty)
    #expect(notebook.cells.count > 3)
  }

  @Test(
    "A title of any kind reaches the front matter",
    arguments: ["Pitch report", "null", "2026-11-26", "A: \"b\" # c", "back\\slash", "- [x]", "É é", "`x` *y*"])
  func titles(title: String) throws {
    for template in NotebookTemplate.allCases {
      #expect(try parse(template.text(titled: title)).frontMatter.title == title)
    }
  }

  @Test("A notebook is written whole, with the name's title, and no other file") func writing() throws {
    try withTemporaryFolder { folder throws in
      try make("pitch_report", in: folder)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["pitch_report.md"])
      let text = try String(contentsOf: folder.appending(path: "pitch_report.md"), encoding: .utf8)
      #expect(text == NotebookTemplate.report.text(titled: "Pitch report"))
    }
  }

  @Test("An existing file stays unchanged, and so does a link without a target") func existing() throws {
    try withTemporaryFolder { folder throws in
      let file = folder.appending(path: "mine.md")
      try Data("mine".utf8).write(to: file)
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "link.md"), withDestinationURL: folder.appending(path: "nowhere"))
      for name in ["mine", "link"] {
        let path = folder.appending(path: name + ".md").path
        #expect(throws: NewNotebookError.exists(path: path)) { try make(name, in: folder) }
      }
      #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["link.md", "mine.md"])
    }
  }

  @Test("A folder's name is refused, with or without the ending") func folders() throws {
    try withTemporaryFolder { folder throws in
      for name in ["notes", "more.md"] {
        let path = folder.appending(path: name)
        try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
        #expect(throws: NewNotebookError.isFolder(path: path.path)) { try make(name, in: folder) }
      }
      try make("notes.md", in: folder)
    }
  }

  @Test("A folder that does not exist is named") func missingFolder() throws {
    try withTemporaryFolder { folder throws in
      let error = #expect(throws: NewNotebookError.self) { try make("a/b/note", in: folder) }
      let path = folder.path
      #expect(
        error?.description
          == "\(path)/a/b/note.md was not created, because the folder \(path)/a/b does not exist. Create the "
          + "folder first, or choose another one.")
      #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
    }
  }
}
