import Foundation
import NotebookKit
import TestSupport
import Testing

/// `etude new` as its user has it.
@Suite("Templates that run")
struct TemplateRunTests {
  @Test(
    "A new notebook runs to success without a warning, twice with the same outputs", .timeLimit(.minutes(20)),
    arguments: NotebookTemplate.allCases)
  func runs(template: NotebookTemplate) throws {
    try withTemporaryFolder { folder throws in
      let made = try EtudeProcess().run(["new", "my notes", "--template", template.rawValue], in: folder)
      #expect(made.status == 0)
      #expect(made.output == "my notes.md\n")
      #expect(made.errors == "Next: etude preview 'my notes.md'\n")
      let pages = try (1...2).map { run in
        let result = try EtudeProcess().run(
          ["run", "my notes.md", "--strict", "--to", "md", "-o", "Output\(run)"], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        return try String(contentsOf: folder.appending(path: "Output\(run)/my notes.md"), encoding: .utf8)
      }
      #expect(pages[0].replacing("Output1", with: "Output2") == pages[1])
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names.sorted() == ["Output1", "Output2", "my notes.md"])
    }
  }

  @Test("Every cell of a template passes the check", .timeLimit(.minutes(20)), arguments: NotebookTemplate.allCases)
  func checks(template: NotebookTemplate) throws {
    try withTemporaryFolder { folder throws in
      #expect(try EtudeProcess().run(["new", "-t", template.rawValue], in: folder).status == 0)
      let result = try EtudeProcess().run(["check", "--strict", "\(template).md"], in: folder)
      #expect(result.output == "\(template).md: no problems\n")
    }
  }

  @Test("An existing notebook is refused with the status of a failed start") func existing() throws {
    try withTemporaryFolder { folder throws in
      #expect(try EtudeProcess().run(["new", "x"], in: folder).status == 0)
      let again = try EtudeProcess().run(["new", "x.md", "--template", "data"], in: folder)
      #expect(again.status == 2)
      #expect(again.output.isEmpty)
      #expect(again.errors == "x.md already exists and was not changed. Choose another name, or move the file.\n")
    }
  }

  @Test("An unknown template is refused with the existing ones") func unknownTemplate() throws {
    try withTemporaryFolder { folder throws in
      let result = try EtudeProcess().run(["new", "x", "--template", "letter"], in: folder)
      #expect(result.status == 64)
      #expect(result.errors.contains("'report', 'lesson' or 'data'"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }
}
