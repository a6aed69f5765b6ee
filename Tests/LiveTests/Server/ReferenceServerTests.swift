import Foundation
import Live
import TestSupport
import Testing

@Suite("The server of the reference") struct ReferenceServerTests {
  /// Asks a server of a small reference for paths, one after another, with the cookie that its first address gives.
  private func answers(to paths: [String]) async throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
    let pages = folder.appending(path: "documentation/etude")
    try FileManager.default.createDirectory(at: pages, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("app".utf8).write(to: folder.appending(path: "index.html"))
    try Data("landing".utf8).write(to: pages.appending(path: "index.html"))
    try Data("let a = 1".utf8).write(to: folder.appending(path: "app.js"))

    let server = try ReferenceServer(folder)
    let running = Task { try await server.run() }
    defer { running.cancel() }
    try await server.waitUntilListening()
    let port = UInt16(try #require(server.address.port))
    let host = ["Host": "127.0.0.1:\(port)"]
    let first = await RawConnection.answer(port: port, "GET /?\(try #require(server.address.query()))", host)
    let line = try #require(first.split(separator: "\r\n").first { $0.hasPrefix("Set-Cookie: ") })
    let cookie = String(line.dropFirst("Set-Cookie: ".count).prefix { $0 != ";" })
    var answers: [String] = []
    for path in paths {
      let headers = host.merging(["Cookie": cookie]) { $1 }
      answers.append(await RawConnection.answer(port: port, "GET \(path)", headers))
    }
    return answers
  }

  @Test("The root leads to the landing page, which is found with and without the last slash")
  func landingPage() async throws {
    let answers = try await answers(to: ["/", "/documentation/etude/", "/documentation/etude"])
    #expect(answers[0].contains("Location: /documentation/etude/\r\n"))
    for page in answers.dropFirst() {
      #expect(page.hasPrefix("HTTP/1.1 200"))
      #expect(page.contains("Content-Type: text/html"))
      #expect(page.hasSuffix("landing"))
    }
  }

  @Test("Scripts are sent as such, and files outside the folder are not sent")
  func files() async throws {
    let answers = try await answers(to: ["/app.js", "/nothing", "/../../etc/passwd"])
    #expect(answers[0].contains("Content-Type: text/javascript"))
    #expect(answers.dropFirst().allSatisfy { $0.hasPrefix("HTTP/1.1 404") })
  }

  @Test("A missing reference is reported with the command that builds it")
  func missing() throws {
    try withTemporaryFolder { folder throws in
      let error = #expect(throws: LiveError.self) { try ReferenceServer(folder) }
      #expect(
        error?.description
          == "The reference was not found in \(folder.path). Run `make docs` in Etude's folder; `make install` then installs it."
      )
    }
  }
}
