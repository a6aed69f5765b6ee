import Files
import Foundation
import LanguageServer
import Testing

@Suite("Names across cells", .serialized)
struct NavigationTests {
  private static let text = """
    # T

    ```swift
    let wonderful = [1, 2]
    func double(_ number: Int) -> Int { let twice = number * 2; return twice }
    protocol Shape { func area() -> Int }
    extension Shape { func area() -> Int { 0 } }
    struct Square: Shape { func area() -> Int { 4 } }
    ```

    There are `{swift} wonderful.count`.

    ```swift
    //| label: fig-it
    //| fig-cap: It
    let ten = double(wonderful.count)
    let other = 1
    ```

    See @fig-it.

    """

  private func withNotebook(_ text: String = text, _ body: (EditorForTests) async throws -> Void) async throws {
    let editor = try EditorForTests()
    try await editor.open(text)
    try await body(editor)
    #expect(await editor.end() == 0)
  }

  private func lines(_ answer: JSON) -> [Int] {
    (answer.array ?? []).compactMap { ($0["range"] ?? $0)["start"]?["line"]?.integer }
  }

  @Test("A name leads to the cell that declares it")
  func definition() async throws {
    try await withNotebook { (editor) async throws in
      let answer = try await editor.ask("textDocument/definition", after: "double(wond")
      #expect(answer["range"] == (Place(line: 3, column: 4)..<Place(line: 3, column: 13)).json)
      #expect(answer["uri"]?.string == editor.notebook.absoluteString)
      #expect(try await editor.ask("textDocument/definition", after: "= dou")["range"]?["start"]?["line"]?.integer == 4)
    }
  }

  @Test("A name leads to its definition though its cell does not compile")
  func definitionInFaultyCell() async throws {
    try await withNotebook { (editor) async throws in
      await editor.replace("let other = 1", with: "let other = wonderful +")
      #expect(
        try await editor.ask("textDocument/definition", after: "other = wond")["range"]?["start"]?["line"]?.integer == 3
      )
    }
  }

  @Test("A redefined name leads to the latest definition before it")
  func redefinition() async throws {
    let text = "```swift\nlet a = 1\n```\n\n```swift\nlet a = 2\n```\n\n```swift\nlet b = a\n```\n"
    try await withNotebook(text) { (editor) async throws in
      #expect(try await editor.ask("textDocument/definition", after: "b = a")["range"]?["start"]?["line"]?.integer == 5)
    }
  }

  @Test("A reference in prose leads to its cell, and hover shows its number")
  func crossReference() async throws {
    try await withNotebook { (editor) async throws in
      let answer = try await editor.ask("textDocument/definition", after: "See @fi")
      #expect(answer["range"]?["start"]?["line"]?.integer == 12)
      #expect(try await editor.ask("textDocument/hover", after: "See @fi")["contents"]?["value"]?.string == "Figure 1")
    }
  }

  @Test("Hover shows the type of a name of an earlier cell, on the notebook's line")
  func hover() async throws {
    try await withNotebook { (editor) async throws in
      let answer = try await editor.ask("textDocument/hover", after: "double(wond")
      #expect(answer["contents"]?["value"]?.string?.contains("let wonderful: [Int]") == true)
      #expect(answer["range"]?["start"]?["line"]?.integer == 15)
    }
  }

  @Test("References are those of all cells and of prose")
  func references() async throws {
    try await withNotebook { (editor) async throws in
      let answer = try await editor.ask("textDocument/references", after: "let wond")
      #expect(lines(answer) == [3, 10, 15])
      let uses = try await editor.ask(
        "textDocument/references", after: "let wond", adding: ["context": ["includeDeclaration": .boolean(false)]])
      #expect(lines(uses) == [10, 15])
    }
  }

  @Test("A local name is found in its function")
  func localNames() async throws {
    try await withNotebook { (editor) async throws in
      #expect(lines(try await editor.ask("textDocument/references", after: "let twi")) == [4, 4])
      #expect(lines(try await editor.ask("textDocument/documentHighlight", after: "let twi")) == [4, 4])
    }
  }

  @Test("Renaming changes a name in all cells and in prose")
  func rename() async throws {
    try await withNotebook { (editor) async throws in
      let answer = try await editor.ask("textDocument/rename", after: "let wond", adding: ["newName": "numbers"])
      let edits = answer["changes"]?[editor.notebook.absoluteString]
      #expect(lines(edits ?? .null) == [3, 10, 15])
      #expect(edits?.array?.allSatisfy { $0["newText"] == "numbers" } == true)
    }
  }

  @Test(
    "A renaming that would not be right is refused with the reason",
    arguments: [
      ("let wond", "other", "would"),
      ("let wond", "double", "would"),
      ("let wond", "a b", "`a b` is not an identifier. Use letters, digits and `_`, a letter first."),
      ("let wond", "class", "would not compile"),
      ("Shape { func ar", "size", "because a protocol or a superclass has one of this name."),
      ("There a", "x", "Only names in cells can be renamed."),
      ("let twi", "number", "The cell already uses `number`. Choose another name."),
      ("wonderful.cou", "size", "`count` is not declared in this notebook."),
    ])
  func refusedRenaming(place: String, name: String, reason: String) async throws {
    try await withNotebook { (editor) async throws in
      let error = await #expect(throws: ResponseError.self) {
        try await editor.ask("textDocument/rename", after: place, adding: ["newName": .string(name)])
      }
      #expect(error?.code == ResponseError.requestFailedCode)
      #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }
  }

  @Test("The outline has cells below headings, folds go from the first line to the last")
  func outline() async throws {
    let editor = try EditorForTests()
    let capabilities: JSON = [
      "textDocument": ["documentSymbol": ["hierarchicalDocumentSymbolSupport": .boolean(true)]]
    ]
    try await editor.open(Self.text, capabilities: capabilities)
    let parameters: JSON = ["textDocument": ["uri": .string(editor.notebook.absoluteString)]]
    let symbols = try await editor.request("textDocument/documentSymbol", parameters)
    #expect(symbols.array?.count == 1)
    #expect(symbols.array?.first?["name"] == "T")
    #expect(symbols.array?.first?["children"]?.array?.compactMap { $0["name"]?.string } == ["Cell 1", "fig-it"])
    let folds = try await editor.request("textDocument/foldingRange", parameters)
    let lines = folds.array?.map { [$0["startLine"]?.integer, $0["endLine"]?.integer] }
    #expect(lines?.contains([2, 8]) == true)
    #expect(await editor.end() == 0)
  }

  @Test("Formatting changes only cells, and keeps the marks of a quotation")
  func formatting() async throws {
    try await withNotebook("# T\n\n> ```swift\n> let a   =  1\n> ```\n\n| a |  b |\n") { (editor) async throws in
      let answer = try await editor.request(
        "textDocument/formatting",
        [
          "textDocument": ["uri": .string(editor.notebook.absoluteString)],
          "options": ["tabSize": .integer(2), "insertSpaces": .boolean(true)],
        ])
      #expect(answer.array?.count == 1)
      #expect(answer.array?.first?["newText"] == "> let a = 1")
      #expect(answer.array?.first?["range"] == (Place(line: 3, column: 0)..<Place(line: 3, column: 14)).json)
    }
  }

  @Test("A cell with a syntax error is not formatted, others are")
  func faultyFormatting() async throws {
    try await withNotebook("```swift\nlet a   = (\n```\n\n```swift\nlet b   = 1\n```\n") { (editor) async throws in
      let answer = try await editor.request(
        "textDocument/formatting",
        [
          "textDocument": ["uri": .string(editor.notebook.absoluteString)],
          "options": ["tabSize": .integer(2), "insertSpaces": .boolean(true)],
        ])
      #expect(answer.array?.compactMap { $0["newText"]?.string } == ["let b = 1"])
    }
  }

  @Test("Words are coloured on the notebook's lines")
  func tokens() async throws {
    try await withNotebook("# T\n\n```swift\nlet wonderful = 1\n```\n") { (editor) async throws in
      let answer = try await editor.request(
        "textDocument/semanticTokens/full", ["textDocument": ["uri": .string(editor.notebook.absoluteString)]])
      // The keyword `let`: three lines down, at column 0, three long.
      #expect(answer["data"]?.array?.prefix(3).compactMap(\.integer) == [3, 0, 3])
    }
  }
}
