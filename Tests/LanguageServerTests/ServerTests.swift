import Files
import Foundation
import LanguageServer
import Testing

@Suite("A server and bad input", .serialized)
struct ServerTests {
  private let text = "```swift\nlet wonderful = [1]\n```\n\n```swift\nlet b = wonderful.coun\n```\n"

  @Test("A server that was told to exit has status 0, one that was not has 1, and one whose client disconnected has 0")
  func endings() async throws {
    let told = try EditorForTests()
    try await told.initialize()
    #expect(await told.end() == 0)
    let untold = try EditorForTests()
    try await untold.initialize()
    await untold.notify("exit", .null)
    #expect(await untold.hangUp() == 1)
    let gone = try EditorForTests()
    try await gone.initialize()
    #expect(await gone.hangUp() == 0)
  }

  @Test("Requests before the beginning, after the end and of unknown methods are refused")
  func stages() async throws {
    let editor = try EditorForTests()
    func code(_ method: String) async -> Int? {
      do { _ = try await editor.request(method, ["textDocument": ["uri": "file:///none.md"]]) } catch {
        return (error as? ResponseError)?.code
      }
      return nil
    }
    #expect(await code("textDocument/hover") == -32002)
    try await editor.initialize()
    #expect(await code("textDocument/nothing") == -32601)
    #expect(await code("textDocument/hover") == -32602)
    #expect(await code("initialize") == -32600)
    _ = try await editor.request("shutdown", .null)
    #expect(await code("textDocument/hover") == -32600)
    await editor.notify("exit", .null)
    #expect(await editor.hangUp() == 0)
  }

  @Test("A message that is not JSON-RPC is answered with an error, and the next message is read")
  func malformed() async throws {
    let editor = try EditorForTests()
    await editor.sendBytes(FrameReader.frame("{"))
    await editor.sendBytes(FrameReader.frame("[1, 2]"))
    await editor.sendBytes(FrameReader.frame("{\"id\": {}, \"method\": \"x\"}"))
    await editor.sendBytes(Array("Content-Length: x\r\n\r\n".utf8))
    await editor.sendBytes(Array("Content-Length: 3\r\n\r\n\u{FF}é".utf8))
    await editor.sendBytes(FrameReader.frame(String(repeating: "[", count: 100_000)))
    try await editor.initialize()
    let codes = await editor.strayAnswers.map { message -> Int? in
      if case .response(_, .failure(let error)) = message { return error.code }
      return nil
    }
    #expect(codes.count >= 5)
    #expect(codes.allSatisfy { $0 == -32700 || $0 == -32600 })
    #expect(await editor.end() == 0)
  }

  @Test("Parameters of any shape end no server", arguments: [JSON.null, [], [:], "x", ["textDocument": .null]])
  func shapes(parameters: JSON) async throws {
    let editor = try EditorForTests()
    try await editor.open(text)
    for method in [
      "textDocument/didOpen", "textDocument/didChange", "textDocument/didSave", "textDocument/didClose",
      "$/cancelRequest", "workspace/didChangeConfiguration",
    ] { await editor.notify(method, parameters) }
    for method in ["textDocument/completion", "textDocument/hover", "textDocument/rename", "completionItem/resolve"] {
      _ = await editor.begin(method, parameters).value
    }
    #expect(try await editor.labels(after: "wonderful.coun").contains("count"))
    #expect(await editor.end() == 0)
  }

  @Test(
    "A position outside the text has no answer",
    arguments: [Place(line: 5, column: 9999), Place(line: 9999, column: 0), Place(line: 6, column: 3)])
  func outside(place: Place) async throws {
    let editor = try EditorForTests()
    try await editor.open(text)
    for method in [
      "textDocument/completion", "textDocument/hover", "textDocument/definition", "textDocument/signatureHelp",
      "textDocument/references", "textDocument/documentHighlight",
    ] { _ = try await editor.ask(method, at: place) }
    let error = await #expect(throws: ResponseError.self) {
      try await editor.request(
        "textDocument/hover",
        [
          "textDocument": ["uri": .string(editor.notebook.absoluteString)],
          "position": ["line": .integer(-1), "character": .integer(0)],
        ])
    }
    #expect(error?.code == -32602)
    #expect(await editor.end() == 0)
  }

  @Test("A cancelled request is answered as such, or with its result if that was there first")
  func cancelled() async throws {
    let editor = try EditorForTests()
    try await editor.open(text.replacing("coun", with: "count"))
    let task = await editor.begin(
      "textDocument/rename",
      [
        "textDocument": ["uri": .string(editor.notebook.absoluteString)], "newName": "numbers",
        "position": Place(line: 1, column: 6).json,
      ])
    await editor.cancelLast()
    if case .failure(let error) = await task.value { #expect(error.code == -32800) }
    #expect(try await editor.labels(after: "wonderful.coun").contains("count"))
    #expect(await editor.end() == 0)
  }

  @Test("Of several completion requests only the last one counts, and each is answered")
  func fastEdits() async throws {
    let editor = try EditorForTests()
    try await editor.open(text)
    var tasks: [Task<Result<JSON, ResponseError>, Never>] = []
    var word = "wonderful.coun"
    for letter in "tIsGreat" {
      await editor.replace("let b = \(word)", with: "let b = \(word)\(letter)")
      word.append(letter)
      tasks.append(
        await editor.begin(
          "textDocument/completion",
          [
            "textDocument": ["uri": .string(editor.notebook.absoluteString)],
            "position": await editor.place(after: "let b = \(word)").json,
          ]))
    }
    for task in tasks.dropLast() {
      if case .failure(let error) = await task.value { #expect([-32800, -32801].contains(error.code)) }
    }
    _ = try #require(await tasks.last?.value).get()
    #expect(await editor.end() == 0)
  }

  @Test("A notebook of ten thousand lines is open at once, and its first cells can be completed")
  func longNotebook() async throws {
    let prose = String(repeating: "A line of prose with *words* and `code`.\n\n", count: 5000)
    let editor = try EditorForTests()
    try await editor.open("```swift\nlet wonderful = [1]\nlet b = wonderful.coun\n```\n\n" + prose)
    #expect(try await editor.labels(after: "wonderful.coun").contains("count"))
    await editor.replace("wonderful.coun", with: "wonderful.isEmp")
    #expect(try await editor.labels(after: "wonderful.isEmp").contains("isEmpty"))
    #expect(await editor.end() == 0)
  }

  @Test("Without a compiler the user is informed once, and prose is still served")
  func noCompiler() async throws {
    let editor = try EditorForTests(path: "/nowhere")
    try await editor.initialize()
    try await editor.openNotebook("---\nti\n---\n\n" + text)
    #expect(try await editor.labels(after: "\nti").contains("title"))
    #expect(try await editor.labels(after: "wonderful.coun") == [])
    // It was sent before these answers.
    #expect(await editor.shown.count { $0.contains("No Swift compiler on the PATH.") } == 1)
    #expect(await editor.end() == 0)
  }

  @Test("Two editors of one notebook have separate servers")
  func twoEditors() async throws {
    let (first, second) = (try EditorForTests(), try EditorForTests())
    async let one = first.open(text)
    async let two = second.open(text)
    _ = try await (one, two)
    #expect(try await first.labels(after: "wonderful.coun").contains("count"))
    #expect(await first.end() == 0)
    #expect(try await second.labels(after: "wonderful.coun").contains("count"))
    #expect(await second.end() == 0)
  }
}
