import Live
import Testing

@Suite("Commands of the page") struct PreviewCommandTests {
  static let commands: [(String, PreviewCommand)] = [
    (#"{"command":"run","cell":3,"event":0}"#, .run(cell: 2)),
    (#"{"command":"run-to","cell":1,"event":0}"#, .runTo(cell: 0)),
    (#"{"command":"run-stale","event":0}"#, .runStale), (#"{"command":"run-all","event":0}"#, .runAll),
    (#"{"command":"interrupt","event":0}"#, .interrupt), (#"{"command":"restart","event":0}"#, .restart),
    (#"{"command":"set","parameter":"a","value":"0.5","event":0}"#, .set(parameter: "a", value: "0.5")),
    (#"{"command":"edit","cell":2,"source":"let a = 1\n","event":0}"#, .edit(cell: 1, source: "let a = 1\n")),
    (#"{"command":"reset","cell":2,"event":0}"#, .reset(cell: 1)),
    (
      #"{"command":"value","name":"a","cell":2,"source":"let a = 1","event":0}"#,
      .value(name: "a", cell: 1, source: "let a = 1")
    ),
  ]

  @Test("Each command reaches the session", arguments: commands)
  func understood(_ body: String, _ command: PreviewCommand) async throws {
    try await PreviewFixture.with { preview in
      let answer = try await preview.answer("POST /.live/command", body: body)
      #expect(answer.hasPrefix("HTTP/1.1 204"))
      #expect(preview.commands == [command])
    }
  }

  @Test(
    "A request that is not a command is refused",
    arguments: [
      "", "null", "[]", "{}", #"{"command":"run","event":0}"#, #"{"command":"run","cell":0,"event":0}"#,
      #"{"command":"run","cell":-1,"event":0}"#, #"{"command":"run","cell":1.5,"event":0}"#,
      #"{"command":"run","cell":"1","event":0}"#, #"{"command":"run","cell":1}"#,
      #"{"command":"run","cell":1,"event":-1}"#,
      #"{"command":"run-all","cell":1,"event":0}"#, #"{"command":"run-all","event":0,"more":1}"#,
      #"{"command":"Run-all","event":0}"#, #"{"command":"set","parameter":"a","value":1,"event":0}"#,
      #"{"command":"exec","event":0}"#, #"{"command":"run-all","event":0} x"#,
      #"{"command":"run-all","command":"run-all","event":0}"#,
    ])
  func refused(_ body: String) async throws {
    try await PreviewFixture.with { preview in
      let answer = try await preview.answer("POST /.live/command", body: body)
      #expect(answer.hasPrefix("HTTP/1.1 400"))
      #expect(preview.commands == [])
    }
  }

  @Test("A value is the text of the answer") func value() async throws {
    try await PreviewFixture.with(answer: .value("[1, 2]")) { preview in
      let answer = try await preview.answer(
        "POST /.live/command", body: #"{"command":"value","name":"a","cell":1,"source":"","event":0}"#)
      #expect(answer.hasPrefix("HTTP/1.1 200"))
      #expect(answer.hasSuffix("[1, 2]\n"))
    }
  }

  @Test("A refusal of the session reaches the page") func sentence() async throws {
    try await PreviewFixture.with(answer: .refused("The kernel is gone.")) { preview in
      let answer = try await preview.answer("POST /.live/command", body: #"{"command":"run-all","event":0}"#)
      #expect(answer.hasPrefix("HTTP/1.1 409"))
      #expect(answer.hasSuffix("The kernel is gone.\n"))
    }
  }

  @Test("A command for a cell of an earlier page is not carried out") func earlierPage() async throws {
    try await PreviewFixture.with { preview in
      try preview.show("```swift\n1\n```\n")
      try preview.show("```swift\n0\n```\n\n```swift\n1\n```\n")
      let old = try await preview.answer("POST /.live/command", body: #"{"command":"run","cell":1,"event":1}"#)
      #expect(old.hasPrefix("HTTP/1.1 409"))
      let new = try await preview.answer("POST /.live/command", body: #"{"command":"run","cell":1,"event":2}"#)
      #expect(new.hasPrefix("HTTP/1.1 204"))
      #expect(preview.commands == [.run(cell: 0)])
    }
  }
}
