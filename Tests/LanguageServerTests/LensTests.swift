import Files
import Foundation
import LanguageServer
import Live
import NotebookKit
import Testing

@Suite("Lenses that run cells", .serialized)
struct LensTests {
  private let text = "# T\n\n```swift\nlet a = 1\n```\n\n```swift\n//| eval: false\nlet b = 1\n```\n"

  /// A command of a lens, as the client sends it back.
  private func command(_ lens: JSON) -> JSON {
    ["command": lens["command"]?["command"] ?? .null, "arguments": lens["command"]?["arguments"] ?? .null]
  }

  private func lenses(_ editor: EditorForTests) async throws -> [JSON] {
    try await editor.request(
      "textDocument/codeLens", ["textDocument": ["uri": .string(editor.notebook.absoluteString)]]
    ).array ?? []
  }

  @Test("Without a preview there is no lens")
  func none() async throws {
    let editor = try EditorForTests()
    try await editor.open(text)
    #expect(try await lenses(editor).isEmpty)
    #expect(await editor.end() == 0)
  }

  @Test("A lens runs its cell in the preview, unless the notebook has changes that are not saved")
  func run() async throws {
    let editor = try EditorForTests()
    try await editor.open(text)
    let log = Log()
    let server = try PreviewServer(notebook: editor.notebook) { command, _ in
      await log.add(command)
      return command == .run(cell: 0) ? .accepted : .refused("There is no such cell.")
    }
    let serving = Task { try await server.run() }
    try await server.waitUntilListening()
    let previews = OpenPreviews(environment: ["XDG_RUNTIME_DIR": editor.runtime.path])
    let announcement = try previews.announce(editor.notebook, at: server.address)
    let shown = try await lenses(editor)
    #expect(shown.map { $0["range"]?["start"]?["line"]?.integer } == [2])
    let lens = try #require(shown.first)
    #expect(try await editor.request("workspace/executeCommand", command(lens)) == .null)
    #expect(await log.commands == [.run(cell: 0)])

    let wrong: JSON = ["command": "etude.run", "arguments": [.string(editor.notebook.absoluteString), .integer(7)]]
    let refusal = await #expect(throws: ResponseError.self) {
      try await editor.request("workspace/executeCommand", wrong)
    }
    #expect(refusal?.message == "There is no such cell.")

    await editor.replace("let a = 1", with: "let a = 2")
    let unsaved = await #expect(throws: ResponseError.self) {
      try await editor.request("workspace/executeCommand", command(lens))
    }
    #expect(unsaved?.message == "The notebook has changes that are not saved. Save it, then run the cell.")
    await editor.replace("let a = 2", with: "let a = 1")
    previews.withdraw(announcement)
    let gone = await #expect(throws: ResponseError.self) {
      try await editor.request("workspace/executeCommand", command(lens))
    }
    #expect(gone?.message == "No preview of this notebook is open. Start one: etude preview note.md")
    serving.cancel()
    #expect(await editor.end() == 0)
  }

  @Test("The file of a preview without a process is ignored and removed")
  func leftover() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let previews = OpenPreviews(environment: ["XDG_RUNTIME_DIR": folder.path])
    let notebook = URL(filePath: "/note.md")
    let file = try previews.announce(notebook, at: URL(filePath: "/address"))
    let leftover = file.deletingLastPathComponent().appending(path: "999999999.json")
    try FileManager.default.moveItem(at: file, to: leftover)
    #expect(previews.address(of: notebook) == nil)
    #expect(!FileManager.default.fileExists(atPath: leftover.path))
  }

  @Test("A folder that others can read is not trusted")
  func openFolder() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = folder.appending(path: "etude/previews")
    try FileManager.default.createDirectory(
      at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let previews = OpenPreviews(environment: ["XDG_RUNTIME_DIR": folder.path])
    #expect(throws: POSIXError.self) { try previews.announce(URL(filePath: "/note.md"), at: URL(filePath: "/address")) }
  }

  @Test("A hover over a cell's variable shows its value in the preview, and one over a local name none")
  func values() async throws {
    let editor = try EditorForTests()
    let cell = "let notes = [1, 2]\nfunc f() -> Int {\n  let inner = notes.count\n  return inner\n}"
    try await editor.open("```swift\n\(cell)\n```\n\n```swift\nprint(notes)\n```\n")
    let log = Log()
    let server = try PreviewServer(notebook: editor.notebook) { command, _ in
      await log.add(command)
      return .value("[1, `2`]")
    }
    let serving = Task { try await server.run() }
    try await server.waitUntilListening()
    let previews = OpenPreviews(environment: ["XDG_RUNTIME_DIR": editor.runtime.path])
    #expect(try await editor.hover(after: "print(no").contains("let notes"))
    let announcement = try previews.announce(editor.notebook, at: server.address)
    // An answer does not wait for a slow preview, and the next one may have the value.
    var text = ""
    while !text.contains("In the preview:") { text = try await editor.hover(after: "print(no") }
    #expect(text.hasSuffix("In the preview:\n\n```text\n[1, `2`]\n```"))
    #expect(await log.commands.allSatisfy { $0 == .value(name: "notes", cell: 0, source: cell) })
    let count = await log.commands.count
    #expect(try await !editor.hover(after: "return in").contains("In the preview"))
    #expect(await log.commands.count == count)
    previews.withdraw(announcement)
    serving.cancel()
    #expect(await editor.end() == 0)
  }

  private actor Log {
    private(set) var commands: [Live.PreviewCommand] = []
    func add(_ command: Live.PreviewCommand) { commands.append(command) }
  }
}
