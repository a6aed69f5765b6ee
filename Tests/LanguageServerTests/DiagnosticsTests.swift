import Files
import Foundation
import LanguageServer
import TestSupport
import Testing

@Suite("Diagnostics in editors", .serialized)
struct DiagnosticsTests {
  private func messages(_ diagnostics: [JSON]) -> [String] { diagnostics.compactMap { $0["message"]?.string } }

  @Test("An error is at the word that is wrong, in the words of `etude check`")
  func error() async throws {
    let editor = try EditorForTests()
    let diagnostics = try await editor.open("# T\n\n```swift\nlet a: Int = \"x\"\nlet b = wonderfull\n```\n")
    #expect(messages(diagnostics).contains("cannot find 'wonderfull' in scope"))
    let range = diagnostics.first { $0["message"] == "cannot find 'wonderfull' in scope" }?["range"]
    #expect(range == (Place(line: 4, column: 8)..<Place(line: 4, column: 18)).json)
    #expect(await editor.end() == 0)
  }

  @Test("Columns are counted in the units of the client", arguments: [("utf-8", 17), ("utf-16", 15)])
  func columns(encoding: String, column: Int) async throws {
    let editor = try EditorForTests()
    let diagnostics = try await editor.open(
      "```swift\nlet a = \"😀\" + wonderfull\n```\n",
      capabilities: ["general": ["positionEncodings": [.string(encoding)]]])
    #expect(diagnostics.first?["range"]?["start"]?["character"]?.integer == column)
    #expect(await editor.end() == 0)
  }

  @Test("An edit that fixes an error removes its diagnostic, and an edit of a declaration shows where it is missing")
  func edits() async throws {
    let editor = try EditorForTests()
    #expect(try await editor.open("```swift\nlet first = 1\n```\n\nProse.\n\n```swift\nlet b = first\n```\n") == [])
    await editor.replace("let first", with: "let furst")
    #expect(messages(await editor.diagnostics()).contains { $0.contains("cannot find 'first' in scope") })
    await editor.replace("let furst", with: "let first")
    #expect(await editor.diagnostics() == [])
    #expect(await editor.end() == 0)
  }

  @Test("A diagnostic moves with its cell")
  func movedCell() async throws {
    let editor = try EditorForTests()
    let before = try await editor.open("# T\n\n```swift\nlet b = wonderfull\n```\n")
    #expect(before.first?["range"]?["start"]?["line"]?.integer == 3)
    await editor.replace("# T\n", with: "# T\n\nMore.\n")
    #expect(await editor.diagnostics().first?["range"]?["start"]?["line"]?.integer == 5)
    #expect(await editor.end() == 0)
  }

  @Test("A cell that should not compile has no diagnostic, and has one if it does")
  func expectedErrors() async throws {
    let editor = try EditorForTests()
    let text = "```swift\n//| expect: compile-error\nlet a: Int = \"x\"\n```\n"
    #expect(try await editor.open(text) == [])
    await editor.replace("\"x\"", with: "1")
    #expect(messages(await editor.diagnostics()) == ["the cell was expected not to compile, but it does"])
    #expect(await editor.end() == 0)
  }

  @Test("Problems in options and prose are shown on their lines, and cells are still checked")
  func notebookErrors() async throws {
    let editor = try EditorForTests()
    let diagnostics = try await editor.open(
      "---\ntitel: T\n---\n\nSee ![a](nowhere.png).\n\n```swift\n//| ecko: true\nlet a = wonderfull\n```\n")
    let lines = Dictionary(
      grouping: diagnostics, by: { $0["range"]?["start"]?["line"]?.integer ?? -1 }
    ).mapValues(messages)
    #expect(lines[1]?.first?.contains("did you mean `title`?") == true)
    #expect(lines[4]?.first?.contains("there is no such file") == true)
    #expect(lines[7]?.first?.contains("did you mean `echo`?") == true)
    #expect(lines[8]?.first?.contains("cannot find 'wonderfull' in scope") == true)
    #expect(await editor.end() == 0)
  }

  @Test("A fence that is being written leaves the cells above it as they are")
  func openFence() async throws {
    let editor = try EditorForTests()
    let diagnostics = try await editor.open("```swift\nlet wonderful = 1\n```\n\n```swift\nlet b = wond\n")
    #expect(messages(diagnostics).contains { $0.contains("is never closed") })
    #expect(try await editor.labels(after: "b = wond").contains("wonderful"))
    #expect(await editor.end() == 0)
  }

  @Test("A package that cannot be fetched is named on its line")
  func packages() async throws {
    let editor = try EditorForTests()
    let diagnostics = try await editor.open("---\npackages:\n  - path: nowhere\n---\n\n```swift\nlet a = 1\n```\n")
    #expect(messages(diagnostics).contains { $0.contains("nowhere") })
    #expect(await editor.end() == 0)
  }

  @Test("The notebook's file stays unchanged")
  func file() async throws {
    let editor = try EditorForTests()
    let text = "```swift\nlet a   = 1\n```\n"
    try await editor.open(text)
    await editor.replace("let a", with: "let b")
    _ = await editor.diagnostics()
    _ = try await editor.labels(after: "let b")
    #expect(try String(contentsOf: editor.notebook, encoding: .utf8) == text)
    #expect(try FileManager.default.contentsOfDirectory(atPath: editor.folder.path) == ["note.md"])
    #expect(await editor.end() == 0)
  }
}
