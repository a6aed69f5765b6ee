import Files
import Foundation
import Live
import NotebookKit
import Synchronization
import Testing

/// A preview of a notebook that runs nothing: it shows what a test publishes, and records commands.
final class PreviewFixture: Sendable {
  let server: PreviewServer
  /// The notebook's folder, without symbolic links.
  let folder: URL
  private let received = Mutex<[PreviewCommand]>([])

  var commands: [PreviewCommand] { received.withLock { $0 } }

  /// Runs `body` while a preview is served.
  ///
  /// - Parameter answer: The outcome of each command.
  static func with(
    share: Bool = false, presents: Bool = false, answer: PreviewAnswer = .accepted,
    _ body: (PreviewFixture) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "preview-\(UUID().uuidString)/notes")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
    let fixture = try PreviewFixture(folder, share: share, presents: presents, answer: answer)
    let running = Task { try await fixture.server.run() }
    defer { running.cancel() }
    try await fixture.server.waitUntilListening()
    try await body(fixture)
    fixture.server.end()
  }

  private init(_ folder: URL, share: Bool, presents: Bool, answer: PreviewAnswer) throws {
    self.folder = folder
    let note = Note()
    server = try PreviewServer(
      notebook: folder.appending(path: "note.md"), share: share ? "127.0.0.1" : nil, presents: presents
    ) { command, _ in
      note.take(command)
      return answer
    }
    note.fixture.withLock { [weak self] in $0 = self }
  }

  /// Breaks the circle between the server's handler and the fixture.
  private final class Note: Sendable {
    let fixture = Mutex<PreviewFixture?>(nil)

    func take(_ command: PreviewCommand) { fixture.withLock { $0?.received.withLock { $0.append(command) } } }
  }

  /// Shows a notebook's text with records and states of its cells.
  func show(
    _ text: String, _ records: [CellRecord] = [], states: [Int: CellLiveState] = [:],
    parameters: [Parameter]? = nil, previousOutputs: [Int: [CellOutput]] = [:]
  ) throws {
    let notebook = try NotebookParser.parse(source: Data(text.utf8), file: folder.appending(path: "note.md"))
    let report = Report(
      notebook: notebook, parameters: parameters ?? notebook.frontMatter.parameters,
      records: notebook.cells.map { $0.index < records.count ? records[$0.index] : CellRecord() }, stamp: Stamp(),
      isRunning: true)
    let renderer = ReportRenderer(for: server.surroundings)
    server.publish(renderer.parts(of: report, states: states, previousOutputs: previousOutputs))
  }

  // MARK: - Requests

  /// The port and the token of an address.
  func door(_ role: Role) throws -> (port: UInt16, token: String) {
    let address = try #require(role == .author ? server.address : server.viewerAddress)
    let port = try #require(address.port.flatMap { UInt16(exactly: $0) })
    return (port, String(try #require(address.query?.split(separator: "=").last)))
  }

  /// The headers of a page of this server that has signed in.
  func headers(_ role: Role = .author) async throws -> [String: String] {
    let (port, token) = try door(role)
    let host = "127.0.0.1:\(port)"
    let answer = await RawConnection.answer(port: port, "GET /?token=\(token)", ["Host": host])
    let line = try #require(answer.split(separator: "\r\n").first { $0.hasPrefix("Set-Cookie: ") })
    return [
      "Host": host, "Origin": "http://\(host)", "Content-Type": "application/json",
      "Cookie": String(line.dropFirst("Set-Cookie: ".count).prefix { $0 != ";" }),
    ]
  }

  /// The answer to a request of a page that has signed in.
  func answer(
    _ line: String, _ role: Role = .author, more: [String: String] = [:], body: String = ""
  ) async throws -> String {
    await RawConnection.answer(
      port: try door(role).port, line, try await headers(role).merging(more) { $1 }, body: body)
  }
}
