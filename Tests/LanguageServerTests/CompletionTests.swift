import Files
import Foundation
import LanguageServer
import TestSupport
import Testing

@Suite("Completion in notebooks", .serialized)
struct CompletionTests {
  /// Runs `body` with an editor that has a notebook open.
  private func withNotebook(
    _ text: String, name: String = "note.md", _ body: (EditorForTests) async throws -> Void
  ) async throws {
    let editor = try EditorForTests(name: name)
    try await editor.open(text)
    try await body(editor)
    #expect(await editor.end() == 0)
  }

  @Test("A cell is offered what earlier cells declare, a later cell's names are not")
  func scope() async throws {
    let text = "```swift\nlet wonderful = 1\n```\n\n```swift\nwond\n```\n\n```swift\nlet wonderless = 2\n```\n"
    try await withNotebook(text) { (editor) async throws in
      let labels = try await editor.labels(after: "\nwond")
      #expect(labels.contains("wonderful"))
      #expect(!labels.contains("wonderless"))
    }
  }

  @Test("Names typed in one cell are offered in a later one after a check")
  func typed() async throws {
    try await withNotebook("```swift\nlet a = 1\n```\n\n```swift\nmarv\n```\n") { (editor) async throws in
      await editor.replace("let a = 1", with: "let a = 1\nlet marvellous = 2")
      _ = await editor.diagnostics()
      #expect(try await editor.labels(after: "\nmarv").contains("marvellous"))
    }
  }

  @Test("The arguments of a call that ends the last cell are completed, and names are found as before")
  func openCall() async throws {
    let text = "```swift\nlet wonderful = 1\n```\n\n```swift\nprint("
    for ending in ["", "\n```", "\n```\n"] {
      try await withNotebook(text + ending) { (editor) async throws in
        #expect(try await !editor.labels(after: "print(").isEmpty)
        await editor.replace("print(", with: "wonderf")
        #expect(try await editor.labels(after: "\nwonderf").contains("wonderful"))
      }
    }
  }

  @Test("Members are offered with edits on the notebook's lines")
  func members() async throws {
    try await withNotebook("# T\n\n> ```swift\n> let list = [1]\n> list.app\n> ```\n") { (editor) async throws in
      let answer = try await editor.ask("textDocument/completion", after: "list.app")
      let items = answer["items"]?.array ?? []
      let item = try #require(items.first { $0["label"]?.string == "append(newElement: Int)" })
      #expect(item["textEdit"]?["range"] == (Place(line: 4, column: 7)..<Place(line: 4, column: 10)).json)
    }
  }

  @Test("An expression in prose is completed")
  func inlineValue() async throws {
    try await withNotebook("```swift\nlet wonderful = [1]\n```\n\nThere are `{swift} wonderful.coun` of them.\n") {
      (editor) async throws in
      #expect(try await editor.labels(after: "wonderful.coun").contains("count"))
    }
  }

  @Test("Prose, numbers of prose and text in quotes are offered nothing of Swift")
  func prose() async throws {
    try await withNotebook("# The print\n\nWe pri\n\n```swift\nlet a = \"pri\"\n```\n") { (editor) async throws in
      #expect(try await editor.labels(after: "We pri") == [])
      #expect(try await editor.labels(after: "\"pri") == [])
    }
  }

  @Test("An option line is offered the options, and after the colon their words")
  func options() async throws {
    try await withNotebook("```swift\n//| ech\n//| expect: \nlet a = 1\n```\n") { (editor) async throws in
      #expect(try await editor.labels(after: "//| ech").contains("echo"))
      #expect(try await editor.labels(after: "expect: ") == ["compile-error", "throw", "trap"])
      let answer = try await editor.ask("textDocument/completion", after: "//| ech")
      let echo = try #require(answer["items"]?.array?.first { $0["label"]?.string == "echo" })
      #expect(echo["textEdit"]?["newText"] == "echo: ")
      #expect(echo["textEdit"]?["range"] == (Place(line: 1, column: 4)..<Place(line: 1, column: 7)).json)
    }
  }

  @Test("The front matter is offered its keys, those below `execute` and `params` too")
  func frontMatter() async throws {
    let text = "---\ntitle: T\nexecute:\n  ech\nparams:\n  hop:\n    inp\nhtml: \nse\n---\n"
    try await withNotebook(text) { (editor) async throws in
      #expect(try await editor.labels(after: "\nse").contains("seed"))
      let executed = try await editor.labels(after: "\n  ech")
      #expect(executed.contains("echo") && !executed.contains("label") && !executed.contains("seed"))
      #expect(try await editor.labels(after: "    inp").contains("input"))
      #expect(try await editor.labels(after: "html: ") == ["safe", "raw", "escaped"])
    }
  }

  @Test("Front matter that is not yet closed is offered its keys")
  func openFrontMatter() async throws {
    try await withNotebook("---\nti") { (editor) async throws in
      #expect(try await editor.labels(after: "\nti").contains("title"))
    }
  }

  @Test("Labels are offered after an `@`, but not within an e-mail address")
  func labels() async throws {
    let text = "```swift\n//| label: fig-one\n//| fig-cap: One\nlet a = 1\n```\n\nSee @fi and mail ada@fi\n"
    try await withNotebook(text) { (editor) async throws in
      #expect(try await editor.labels(after: "See @fi") == ["fig-one"])
      #expect(try await editor.labels(after: "ada@fi") == [])
    }
  }

  @Test("Files beside the notebook are offered in links and to readers of files, hidden ones are not")
  func files() async throws {
    let text = "[a](so)\n\n```swift\nlet sound = load(\"so\")\n```\n"
    let editor = try EditorForTests()
    for name in ["sound.wav", ".sorry", "other.png"] {
      try Data().write(to: editor.folder.appending(path: name))
    }
    try FileManager.default.createDirectory(
      at: editor.folder.appending(path: "songs"), withIntermediateDirectories: true)
    try await editor.open(text)
    #expect(try await editor.labels(after: "[a](so") == ["songs/", "sound.wav"])
    #expect(try await editor.labels(after: "load(\"so") == ["songs/", "sound.wav"])
    #expect(await editor.end() == 0)
  }

  @Test("A fence is offered the languages of cells and samples")
  func fence() async throws {
    try await withNotebook("# T\n\n```s\n") { (editor) async throws in
      #expect(try await editor.labels(after: "```s") == ["swift", "{.swift .sample}"])
    }
    try await withNotebook("# T\n\n```{s\n", name: "note.qmd") { (editor) async throws in
      #expect(try await editor.labels(after: "```{s") == ["{swift}", "{.swift .sample}"])
    }
  }

  @Test("Insertions with placeholders are plain for a client without snippets")
  func plainInsertions() async throws {
    try await withNotebook("```swift\nlet list = [1]\nlist.app\n```\n") { (editor) async throws in
      let answer = try await editor.ask("textDocument/completion", after: "list.app")
      let item = try #require(answer["items"]?.array?.first { $0["label"]?.string == "append(newElement: Int)" })
      #expect(item["insertTextFormat"]?.integer != 2)
      #expect(item["textEdit"]?["newText"]?.string?.contains("$") == false)
    }
  }
}
