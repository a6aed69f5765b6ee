import Display
import Foundation
import Live
import NotebookKit
import Testing

@Suite("The preview's server") struct PreviewServerTests {
  private func header(_ name: String, of answer: String) -> String? {
    answer.split(separator: "\r\n").first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
  }

  @Test("The page has a policy header, connects only to its server, and runs only its own scripts")
  func policy() async throws {
    try await PreviewFixture.with { preview in
      try preview.show("Text.\n")
      let answer = try await preview.answer("GET /")
      let policy = try #require(header("Content-Security-Policy", of: answer))
      for directive in ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
        #expect(policy.contains(directive))
      }
      #expect(!policy.contains("script-src 'unsafe") && !policy.contains("script-src 'self'"))
      #expect(!answer.contains("http-equiv"))
      #expect(!answer.contains("class=\"banner running\""))
    }
  }

  @Test("An image of a cell is an output of the server, not part of the page") func outputs() async throws {
    try await PreviewFixture.with { preview in
      let png = Data([0x89, 0x50, 0x4E, 0x47, 1, 2, 3, 4])
      let bundle = MIMEBundle(plainText: "x").adding(png, as: .png)
      try preview.show("```swift\n1\n```\n", [CellRecord(status: .succeeded, outputs: [.result(bundle)])])
      let page = try await preview.answer("GET /")
      let address = try #require(page.firstMatch(of: /src="(\/\.live\/output\/[0-9a-f]{32})"/)?.1)
      let output = try await preview.answer("GET \(address)")
      #expect(header("Content-Type", of: output) == "image/png")
      #expect(header("Content-Security-Policy", of: output)?.hasSuffix("sandbox") == true)
      #expect(header("Content-Length", of: output) == "8")
      let part = try await preview.answer("GET \(address)", more: ["Range": "bytes=1-3"])
      #expect(part.hasPrefix("HTTP/1.1 206"))
      #expect(header("Content-Range", of: part) == "bytes 1-3/8")
      #expect(part.hasSuffix("\r\n\r\nPNG"))
    }
  }

  @Test("Open pages get changes, and a returning page gets the missed ones") func events() async throws {
    try await PreviewFixture.with { preview in
      try preview.show("One.\n")
      let (port, headers) = (try preview.door(.author).port, try await preview.headers())
      let lines = headers.map { "\($0): \($1)\r\n" }.joined()
      let pages = (0..<2).map { _ in RawConnection(port: port) }
      for page in pages {
        page.send("GET /.live/events?after=1 HTTP/1.1\r\n\(lines)\r\n")
        #expect(await page.read(until: "retry:").contains("text/event-stream"))
      }
      try preview.show("Two.\n")
      for page in pages { #expect(await page.read(until: "Two.").contains("id: 2\nevent: page")) }
      preview.server.publish(status: .running(cell: 0, since: Date()))
      for page in pages { #expect(await page.read(until: "Running cell 1").contains("event: status")) }
      let back = RawConnection(port: port)
      back.send("GET /.live/events?after=0 HTTP/1.1\r\n\(lines)Last-Event-ID: 2\r\n\r\n")
      let missed = await back.read(until: "Running cell 1")
      #expect(missed.contains("id: 3\n") && !missed.contains("id: 2\n"))
    }
  }

  @Test("A page that is opened during a run shows what is known") func opened() async throws {
    try await PreviewFixture.with { preview in
      try preview.show(
        "```swift\n1\n```\n", [CellRecord(status: .running, outputs: [.stream(.stdout, "so far\n")])],
        states: [0: .running(since: Date(timeIntervalSince1970: 1), progress: 0.5)])
      preview.server.publish(problem: "note.md:1: wrong")
      let page = try await preview.answer("GET /")
      #expect(page.contains("so far"))
      #expect(page.contains("data-since=\\\"1000\\\"") && page.contains("50 %"))
      #expect(page.contains("\"problem\":\"note.md:1: wrong\""))
    }
  }

  @Test("Viewers see the page, but neither send commands nor read files") func viewers() async throws {
    try await PreviewFixture.with(share: true) { preview in
      try preview.show("Text.\n")
      try Data("secret".utf8).write(to: preview.folder.appending(path: "solutions.md"))
      #expect(try await preview.answer("GET /", .viewer).contains("\"role\":\"viewer\""))
      #expect(try await preview.answer("GET /solutions.md", .viewer).hasPrefix("HTTP/1.1 403"))
      let command = try await preview.answer(
        "POST /.live/command", .viewer, body: #"{"command":"run-all","event":0}"#)
      #expect(command.hasPrefix("HTTP/1.1 403"))
      #expect(preview.commands == [])
    }
  }

  @Test("A viewer's token and cookie open no door of the author's") func doors() async throws {
    try await PreviewFixture.with(share: true) { preview in
      let (author, viewer) = (try preview.door(.author), try preview.door(.viewer))
      let host = ["Host": "127.0.0.1:\(author.port)"]
      #expect(
        await RawConnection.answer(port: author.port, "GET /?token=\(viewer.token)", host).hasPrefix("HTTP/1.1 403"))
      var headers = try await preview.headers(.viewer)
      headers["Host"] = "127.0.0.1:\(author.port)"
      headers["Origin"] = nil
      let value = try #require(headers["Cookie"]?.split(separator: "=").last)
      for cookie in [headers["Cookie"], "etude_\(author.port)=\(value)"] {
        headers["Cookie"] = cookie
        #expect(await RawConnection.answer(port: author.port, "GET /", headers).hasPrefix("HTTP/1.1 401"))
      }
    }
  }

  @Test("Steps of a walkthrough go to viewers, and not to the session") func steps() async throws {
    try await PreviewFixture.with(share: true, presents: true) { preview in
      try preview.show("Text.\n")
      let step = #"{"command":"step","step":3,"event":1}"#
      let answer = try await preview.answer("POST /.live/command", body: step)
      #expect(answer.hasPrefix("HTTP/1.1 204"))
      #expect(preview.commands == [])
      let page = try await preview.answer("GET /", .viewer)
      #expect(page.contains("\"step\":3"))
      let viewer = try await preview.answer("POST /.live/command", .viewer, body: step)
      #expect(viewer.hasPrefix("HTTP/1.1 403"))
    }
    try await PreviewFixture.with { preview in
      let answer = try await preview.answer("POST /.live/command", body: #"{"command":"step","step":null,"event":0}"#)
      #expect(answer.hasPrefix("HTTP/1.1 409"))
    }
  }

  @Test(
    "Every route wants the cookie, and the server's own name",
    arguments: [
      "GET /", "GET /.live/events", "POST /.live/command", "GET /.live/output/0", "GET /note.md", "GET /nothing",
    ])
  func routes(_ line: String) async throws {
    try await PreviewFixture.with { preview in
      try Data("text".utf8).write(to: preview.folder.appending(path: "note.md"))
      let port = try preview.door(.author).port
      var headers = try await preview.headers()
      headers["Host"] = "evil.example:\(port)"
      #expect(await RawConnection.answer(port: port, line, headers).hasPrefix("HTTP/1.1 421"))
      headers["Host"] = "127.0.0.1:\(port)"
      headers["Origin"] = "http://evil.example"
      #expect(await RawConnection.answer(port: port, line, headers).hasPrefix("HTTP/1.1 403"))
      headers["Origin"] = "http://127.0.0.1:\(port)"
      headers["Cookie"] = nil
      #expect(await RawConnection.answer(port: port, line, headers).hasPrefix("HTTP/1.1 401"))
    }
  }
}
