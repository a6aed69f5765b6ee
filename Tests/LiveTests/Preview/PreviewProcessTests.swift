import Foundation
import TestSupport
import Testing

/// The command as a user runs it: a process, a saved file, and pages over HTTP.
@Suite("The preview command")
struct PreviewProcessTests {
  /// A preview running.
  private final class Preview {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-preview-\(UUID().uuidString)")
    let process = Process()
    private(set) var port: UInt16 = 0
    private var cookie = ""

    init(_ text: String) async throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try save(text)
      let output = Pipe()
      process.executableURL = Program.builtPrograms.appending(path: "etude")
      process.arguments = ["preview", folder.appending(path: "note.md").path]
      process.standardOutput = output
      try process.run()
      // The threads of tasks must not wait here.
      let words = await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: Self.firstLine(of: output)) }
      }
      let address = try #require(words.firstMatch(of: /:(\d+)\/\?token=(\w+)/))
      port = try #require(UInt16(address.1))
      let answer = await get("/?token=\(address.2)")
      cookie = try #require(answer.firstMatch(of: /Set-Cookie: ([^;]+);/)).1.description
    }

    private static func firstLine(of pipe: Pipe) -> String {
      var words = Data()
      while !words.contains(UInt8(ascii: "\n")) {
        let more = pipe.fileHandleForReading.availableData
        if more.isEmpty { break }
        words += more
      }
      return String(decoding: words, as: UTF8.self)
    }

    deinit { if process.isRunning { process.terminate() } }

    func save(_ text: String, as name: String = "note.md") throws {
      try Data(text.utf8).write(to: folder.appending(path: name), options: .atomic)
    }

    func get(_ path: String) async -> String {
      await RawConnection.answer(port: port, "GET \(path)", ["Host": "127.0.0.1:\(port)", "Cookie": cookie])
    }

    func command(_ json: String) async -> String {
      await RawConnection.answer(
        port: port, "POST /.live/command",
        [
          "Host": "127.0.0.1:\(port)", "Cookie": cookie, "Origin": "http://127.0.0.1:\(port)",
          "Content-Type": "application/json",
        ], body: json)
    }

    /// Waits until the page shows a text.
    func shows(_ text: String) async -> Bool { await waits { await get("/").contains(text) } }

    func waits(until holds: () async -> Bool) async -> Bool {
      while !Task.isCancelled {
        if await holds() { return true }
        try? await Task.sleep(for: .milliseconds(20))
      }
      return false
    }

    /// The number of lines of a file in the notebook's folder.
    func lines(of name: String) -> Int {
      (try? String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n").count) ?? 0
    }

    /// Ends the preview with a signal; its status.
    func end() async -> Int32 {
      process.interrupt()
      let process = self.process
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
          process.waitUntilExit()
          continuation.resume()
        }
      }
      try? FileManager.default.removeItem(at: folder)
      return process.terminationStatus
    }
  }

  private static func text(_ cells: [String]) -> String {
    cells.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n")
  }

  @Test("A change of an included file or a bibliography reaches the page at once", .timeLimit(.minutes(2)))
  func pageFiles() async throws {
    let preview = try await Preview("---\nbibliography: r.bib\n---\n{{< include _a.md >}}\n\n@key says.\n")
    #expect(await preview.shows("include _a.md"))
    try preview.save("First words.\n", as: "_a.md")
    #expect(await preview.shows("First words."))
    try preview.save("Second words.\n", as: "_a.md")
    #expect(await preview.shows("Second words."))
    try preview.save("@book{key, author={Ann Ado}, title={T}, year={1990}}\n", as: "r.bib")
    #expect(await preview.shows("Ado (1990)"))
    try preview.save("@book{key, author={Ben Bo}, title={T}, year={1991}}\n", as: "r.bib")
    #expect(await preview.shows("Bo (1991)"))
  }

  @Test("Each save shows its outputs, and a signal ends the preview in order", .timeLimit(.minutes(20)))
  func saves() async throws {
    let preview = try await Preview(Self.text(["let a = 20", "print(\"first\", a + 1)"]))
    #expect(await preview.shows("first 21"))
    try preview.save(Self.text(["let a = 30", "print(\"second\", a + 1)"]))
    #expect(await preview.shows("second 31"))
    try preview.save("---\ntitle: [\n---\n")
    #expect(await preview.shows("note.md:"))
    #expect(await preview.get("/").contains("second 31"))
    try preview.save(Self.text(["let a = 30", "//| live: off\nprint(\"asked\", a)"]))
    #expect(await preview.shows("makes it wait until you run it"))
    #expect(await preview.command("{\"command\":\"run\",\"cell\":2,\"event\":1000000}").contains(" 204 "))
    #expect(await preview.shows("asked 30"))
    #expect(await preview.end() == 0)
  }

  @Test("An answer to an exercise runs once, and so does its reset", .timeLimit(.minutes(20)))
  func exerciseRuns() async throws {
    func note(_ name: String) -> String {
      "if let file = fopen(\"\(name).txt\", \"a\") { putc(49, file); putc(10, file); fclose(file) }"
    }
    let preview = try await Preview(
      Self.text(["import Foundation", "//| tags: [exercise]\nprint(\"answer\", 6)\n" + note("first"), note("last")]))
    #expect(await preview.shows("answer 6"))
    let answer = "print(\\\"answer\\\", 7)\\n" + note("first").replacing("\"", with: "\\\"")
    for (text, count, command) in [
      ("answer 7", 2, "\"command\":\"edit\",\"source\":\"\(answer)\""), ("answer 6", 3, "\"command\":\"reset\""),
    ] {
      #expect(await preview.command("{\(command),\"cell\":2,\"event\":1000000}").contains(" 204 "))
      #expect(await preview.shows(text))
      // Commands are carried out in order.
      #expect(await preview.command("{\"command\":\"run\",\"cell\":3,\"event\":1000000}").contains(" 204 "))
      #expect(await preview.waits { preview.lines(of: "last.txt") == count })
      #expect(preview.lines(of: "first.txt") == count)
    }
    #expect(await preview.end() == 0)
  }

  @Test("A save while a cell runs forever is shown, and one that changes the cell stops it", .timeLimit(.minutes(20)))
  func endlessCell() async throws {
    let endless = ["let a = 1", "while true { usleep(1000) }"]
    let preview = try await Preview(Self.text(endless))
    #expect(await preview.shows("Running"))
    try preview.save("New words.\n\n" + Self.text(endless))
    #expect(await preview.shows("New words."))
    try preview.save(Self.text(["let a = 1", "print(\"done\", a)"]))
    #expect(await preview.shows("done 1"))
    #expect(await preview.end() == 0)
  }

  @Test("A variable's value is available once nothing runs, for the current cell")
  func value() async throws {
    let preview = try await Preview("```swift\nlet notes = [1, 2]\nprint(\"first\")\n```\n")
    #expect(await preview.shows("first"))
    func ask(_ source: String) async -> String {
      await preview.command(
        #"{"command":"value","name":"notes","cell":1,"source":"\#(source)","event":2147483647}"#)
    }
    #expect(await preview.waits { await ask(#"let notes = [1, 2]\nprint(\"first\")"#).hasSuffix("[1, 2]\n") })
    #expect(await ask("let notes = [1]").hasSuffix("The notebook has a different cell there.\n"))
    #expect(await preview.end() == 0)
  }
}
