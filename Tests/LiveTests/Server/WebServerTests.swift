import Foundation
import Live
import Testing

@Suite("The server") struct WebServerTests {
  /// Runs `body` while a server answers with the path, the role and the body of each request.
  private func withServer(
    _ handler: @escaping WebServer.Handler = { request, role in
      .text("\(request.path) \(role) \(String(decoding: request.body, as: UTF8.self))", status: 200)
    },
    _ body: @Sendable (_ port: UInt16, _ token: String) async throws -> Void
  ) async throws {
    let server = try WebServer(address: "127.0.0.1", port: 0)
    let gatekeeper = Gatekeeper(hosts: ["127.0.0.1"], port: server.port)
    let running = Task { try await server.run(gatekeeper, handler) }
    defer { running.cancel() }
    try await server.waitUntilListening()
    try await body(server.port, try #require(gatekeeper.token(of: .author)))
  }

  private func cookie(_ port: UInt16, _ token: String) async throws -> String {
    let answer = await RawConnection.answer(port: port, "GET /?token=\(token)", ["Host": "127.0.0.1:\(port)"])
    let line = try #require(answer.split(separator: "\r\n").first { $0.hasPrefix("Set-Cookie: ") })
    return String(line.dropFirst("Set-Cookie: ".count).prefix { $0 != ";" })
  }

  @Test("The first address leads to the page without the token") func firstAddress() async throws {
    try await withServer { port, token in
      let answer = await RawConnection.answer(port: port, "GET /?token=\(token)", ["Host": "127.0.0.1:\(port)"])
      #expect(answer.hasPrefix("HTTP/1.1 303"))
      #expect(answer.contains("Location: /\r\n"))
      #expect(!answer.contains(token))
      let page = await RawConnection.answer(
        port: port, "GET /", ["Host": "127.0.0.1:\(port)", "Cookie": try await cookie(port, token)])
      #expect(page.hasSuffix("/ author \n"))
    }
  }

  @Test("Every answer forbids framing, sniffing, keeping and other sites' use, and none allows another origin")
  func headers() async throws {
    try await withServer { port, token in
      for query in ["", "?token=\(token)"] {
        let answer = await RawConnection.answer(port: port, "GET /\(query)", ["Host": "127.0.0.1:\(port)"])
        for header in [
          "X-Frame-Options: DENY", "X-Content-Type-Options: nosniff", "Cache-Control: no-store",
          "Cross-Origin-Resource-Policy: same-origin", "Referrer-Policy: no-referrer",
        ] {
          #expect(answer.contains(header + "\r\n"))
        }
        #expect(!answer.lowercased().contains("access-control"))
      }
    }
  }

  @Test("A request by another name, as after DNS rebinding, is refused on every path")
  func rebinding() async throws {
    try await withServer { port, token in
      let cookie = try await cookie(port, token)
      for line in ["GET /", "GET /events", "GET /?token=\(token)", "POST /commands", "PUT /", "OPTIONS /"] {
        let answer = await RawConnection.answer(port: port, line, ["Host": "evil.example:\(port)", "Cookie": cookie])
        #expect(answer.hasPrefix("HTTP/1.1 421"), "\(line)")
      }
    }
  }

  @Test("A command that another site forges is refused") func forgery() async throws {
    try await withServer { port, token in
      var headers = [
        "Host": "127.0.0.1:\(port)", "Cookie": try await cookie(port, token), "Content-Type": "text/plain",
        "Origin": "http://evil.example",
      ]
      let body = #"{"command": "run-all"}"#
      #expect(await RawConnection.answer(port: port, "POST /commands", headers, body: body).hasPrefix("HTTP/1.1 403"))
      headers["Origin"] = "http://127.0.0.1:\(port)"
      #expect(await RawConnection.answer(port: port, "POST /commands", headers, body: body).hasPrefix("HTTP/1.1 415"))
      headers["Content-Type"] = "application/json"
      #expect(await RawConnection.answer(port: port, "POST /commands", headers, body: body).hasSuffix(body + "\n"))
    }
  }

  @Test("A body without end is cut off") func longBody() async throws {
    try await withServer { port, token in
      let headers = [
        "Host": "127.0.0.1:\(port)", "Cookie": try await cookie(port, token), "Content-Type": "application/json",
        "Origin": "http://127.0.0.1:\(port)",
      ]
      let body = String(repeating: "x", count: 1 << 20 + 1)
      let answer = await RawConnection.answer(port: port, "POST /commands", headers, body: body)
      #expect(!answer.contains("HTTP/1.1 200"))
    }
  }

  @Test(
    "Data that is not HTTP does no harm", arguments: ["", "\r\n\r\n", "GET\r\n\r\n", "\u{1}\u{2}\u{3}\r\n\r\n"])
  func noHTTP(_ text: String) async throws {
    try await withServer { port, token in
      RawConnection(port: port).send(text)
      let cookie = try await cookie(port, token)
      #expect(!cookie.isEmpty)
    }
  }

  @Test("A stream is sent piece by piece") func stream() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Data.self)
    try await withServer({ _, _ in WebResponse(body: .stream(stream)) }) { port, token in
      let connection = RawConnection(port: port)
      connection.send(
        "GET /events HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nCookie: \(try await cookie(port, token))\r\n\r\n")
      continuation.yield(Data("one".utf8))
      #expect(await connection.read(until: "one").hasPrefix("HTTP/1.1 200"))
      continuation.yield(Data("two".utf8))
      #expect(await connection.read(until: "two").contains("two"))
      continuation.finish()
    }
  }

  @Test("A port in use is reported") func portInUse() async throws {
    try await withServer { port, _ in
      #expect(throws: LiveError.portInUse(port)) { try WebServer(address: "127.0.0.1", port: port) }
    }
  }

  @Test("An address of another machine is reported") func foreignAddress() {
    #expect(throws: LiveError.self) { try WebServer(address: "192.0.2.1", port: 0) }
    #expect(throws: LiveError.addressNotUsable("lesson", reason: "it is not an IPv4 address")) {
      try WebServer(address: "lesson", port: 0)
    }
  }
}
