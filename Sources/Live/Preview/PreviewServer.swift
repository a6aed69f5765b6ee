import Files
import Foundation
import NotebookKit
import Synchronization

/// Shows a session on a page that follows it, and takes the author's commands.
///
/// Routes are the page at `/`, its events, its commands and its outputs below `/.live/`, and for the author the files
/// of the notebook's folder, except those that begin with a dot.
package final class PreviewServer: Sendable {
  /// Carries out a command, or says why not.
  package typealias CommandHandler = @Sendable (PreviewCommand, Role) async -> PreviewAnswer

  /// An address with the roles that have access to it.
  private struct Door: Sendable {
    let server: WebServer
    let gatekeeper: Gatekeeper
    let host: String

    init(_ address: String, _ port: UInt16, _ role: Role) throws(LiveError) {
      server = try WebServer(address: address, port: port)
      gatekeeper = Gatekeeper(hosts: LocalAddresses.hosts(of: address), port: server.port, roles: [role])
      host = LocalAddresses.reachable(address)
    }

    func address(for role: Role) -> URL { gatekeeper.address(of: role, at: host, port: server.port) }
  }

  private let author: Door
  private let viewers: Door?
  private let presents: Bool
  private let folder: ServedFolder
  private let handler: CommandHandler
  private let additions: PageAdditions
  private let policy: String
  private let outputs = OutputStore()
  private let hub = EventHub()
  private let state = Mutex(PreviewState())

  /// Reserves the ports.
  ///
  /// - Parameters:
  ///   - notebook: The notebook, in whose folder files are read for the author.
  ///   - address: An IPv4 address of this machine for the author.
  ///   - port: 0 for any that is free.
  ///   - share: An address for viewers; nil for none.
  ///   - presents: True if viewers follow the steps of the author's walkthrough.
  /// - Throws: ``LiveError/portInUse(_:)`` or ``LiveError/addressNotUsable(_:reason:)``.
  package init(
    notebook: URL, address: String = "127.0.0.1", port: UInt16 = 0, share: String? = nil, sharePort: UInt16 = 0,
    presents: Bool = false, handler: @escaping CommandHandler
  ) throws(LiveError) {
    author = try Door(address, port, .author)
    viewers = if let share { try Door(share, sharePort, .viewer) } else { nil }
    self.presents = presents
    self.handler = handler
    folder = ServedFolder(notebook.deletingLastPathComponent())
    let outputs = self.outputs
    additions = PageAdditions(
      style: LiveFiles.style, firstScript: LiveFiles.firstScript, lastScript: LiveFiles.lastScript,
      header: LiveFiles.header, address: { outputs.address(of: $0, type: $1) })
    policy = ContentPolicy.ofServedPage(additions)
  }

  /// The first address for the author, with the token.
  package var address: URL { author.address(for: .author) }

  /// The first address for viewers, with their token; nil if there is none.
  package var viewerAddress: URL? { viewers?.address(for: .viewer) }

  /// The surroundings for which a page renderer is created.
  package var surroundings: PageSurroundings { .server(additions) }

  // MARK: - Showing

  /// Brings open pages to a newer one; nothing is sent if nothing changed.
  package func publish(_ parts: PageParts) {
    state.withLock { state in
      state.publish(parts, to: hub)
      outputs.tidy(state.page.contents)
    }
  }

  /// Shows the notebook's error above the page, which stays; nil removes it.
  package func publish(problem: String?) { state.withLock { $0.publish(problem: problem, to: hub) } }

  /// Shows sentences about mistakes in the notebook, instead of the previous ones.
  package func publish(warnings: [String]) { state.withLock { $0.publish(warnings: warnings, to: hub) } }

  package func publish(status: SessionStatus) { state.withLock { $0.publish(status, to: hub) } }

  // MARK: - Serving

  /// Serves until the task is cancelled.
  ///
  /// - Throws: ``LiveError/serverEnded(reason:)``.
  package func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for door in [author, viewers].compactMap({ $0 }) {
        group.addTask { try await door.server.run(door.gatekeeper) { await self.answer($0, $1) } }
      }
      group.addTask {
        // Pages notice by it that the server is gone, and the server that pages are.
        while true {
          try await Task.sleep(for: .seconds(15))
          self.hub.beat()
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  /// Waits until the server accepts connections.
  package func waitUntilListening() async throws {
    try await author.server.waitUntilListening()
    try await viewers?.server.waitUntilListening()
  }

  /// Tells open pages that the preview is over.
  package func end() {
    state.withLock { _ in hub.send(EventHub.Event("end", "{}")) }
    hub.end()
  }

  private func answer(_ request: WebRequest, _ role: Role) async -> WebResponse {
    switch (request.method, request.path) {
    case (.get, "/"): return page(for: role)
    case (.get, "/favicon.ico"): return WebResponse(status: 204)
    case (.get, "/.live/events"): return events(request)
    case (.post, "/.live/command"): return await command(request, role)
    case (.get, let path) where path.hasPrefix(OutputStore.path):
      return output(String(path.dropFirst(OutputStore.path.count)), request)
    case (.get, let path):
      guard role == .author else { return .text("Viewers cannot read the files beside the notebook.", status: 403) }
      return file(path, request)
    default: return .text("There is nothing at this address.", status: 404)
    }
  }

  private func page(for role: Role) -> WebResponse {
    .html(state.withLock { $0.html(for: role, presents: presents, event: hub.lastEvent) }, policy: policy)
  }

  private func events(_ request: WebRequest) -> WebResponse {
    // A browser that reconnects sends the header.
    let seen = (request.headers["last-event-id"] ?? request.query["after"]).flatMap(Int.init) ?? 0
    let stream = state.withLock { state in hub.listen(after: seen) { state.whole } }
    return WebResponse(headers: ["Content-Type": "text/event-stream"], body: .stream(stream))
  }

  private func command(_ request: WebRequest, _ role: Role) async -> WebResponse {
    guard let message = PreviewCommand.Message(parsing: request.body) else {
      return .text("The page has no such command.", status: 400)
    }
    if message.command.cell != nil, state.withLock({ $0.hasMovedCells(since: message.event) }) {
      return .text("The notebook has changed. Look at the page and try again.", status: 409)
    }
    if case .step(let step) = message.command {
      guard presents else { return .text("This preview does not present a walkthrough.", status: 409) }
      state.withLock { $0.publish(step: step, to: hub) }
      return WebResponse(status: 204)
    }
    switch await handler(message.command, role) {
    case .accepted: return WebResponse(status: 204)
    case .value(let text): return .text(text, status: 200)
    case .refused(let reason): return .text(reason, status: 409)
    }
  }

  // MARK: - Files and outputs

  /// The policy sent with files: whatever their content is, they run no script and cannot access the page.
  private static let filePolicy =
    "default-src 'none'; img-src 'self' data:; media-src 'self' data:; style-src 'unsafe-inline'; sandbox"

  private func file(_ path: String, _ request: WebRequest) -> WebResponse {
    guard let file = folder.file(at: path) else { return .text("There is no such file.", status: 404) }
    return Self.answer(
      request, count: file.byteCount, type: MediaType.ofFile(named: path), headers: [:]
    ) { .file(file, $0) }
  }

  private func output(_ name: String, _ request: WebRequest) -> WebResponse {
    guard let output = outputs.output(named: name) else { return .text("There is no such output.", status: 404) }
    return Self.answer(
      request, count: output.data.count, type: output.type,
      // An address names its content.
      headers: ["Cache-Control": "private, max-age=31536000, immutable"]
    ) {
      .data(output.data.subdata(in: output.data.startIndex + $0.lowerBound..<output.data.startIndex + $0.upperBound))
    }
  }

  private static func answer(
    _ request: WebRequest, count: Int, type: String, headers: [String: String],
    body: (Range<Int>) -> WebResponse.Body
  ) -> WebResponse {
    var headers = headers
    headers["Content-Type"] = type
    headers["Content-Security-Policy"] = filePolicy
    headers["Accept-Ranges"] = "bytes"
    switch ByteRange(request.headers["range"], of: count) {
    case .whole: return WebResponse(headers: headers, body: body(0..<count))
    case .part(let range):
      headers["Content-Range"] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(count)"
      return WebResponse(status: 206, headers: headers, body: body(range))
    case .notSatisfiable:
      return WebResponse(status: 416, headers: ["Content-Range": "bytes */\(count)"])
    }
  }
}
