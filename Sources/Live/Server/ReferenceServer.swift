import Foundation

/// Serves the reference built by DocC, on this machine only: opened from files, its pages stay blank.
package final class ReferenceServer: Sendable {
  private let server: WebServer
  private let gatekeeper: Gatekeeper
  private let folder: ServedFolder

  /// The pages' own scripts and styles run, and nothing is loaded from other servers.
  private static let policy =
    "default-src 'self'; img-src 'self' data:; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"
  private static let host = "127.0.0.1"
  private static let landingPage = "/documentation/etude/"

  /// Reserves a port.
  ///
  /// - Parameters:
  ///   - folder: The output of `docc convert`.
  ///   - port: 0 for any that is free.
  /// - Throws: ``LiveError/noReference(path:)``, or that the port is in use.
  package init(_ folder: URL, port: UInt16 = 0) throws(LiveError) {
    guard FileManager.default.fileExists(atPath: folder.appending(path: "index.html").path) else {
      throw .noReference(path: folder.path)
    }
    self.folder = ServedFolder(folder)
    server = try WebServer(address: Self.host, port: port)
    gatekeeper = Gatekeeper(hosts: LocalAddresses.hosts(of: Self.host), port: server.port)
  }

  /// The first address, with the token.
  package var address: URL { gatekeeper.address(of: .author, at: Self.host, port: server.port) }

  /// Serves until the task is cancelled.
  ///
  /// - Throws: ``LiveError/serverEnded(reason:)``.
  package func run() async throws { try await server.run(gatekeeper) { request, _ in self.answer(request) } }

  /// Waits until the server accepts connections.
  package func waitUntilListening() async throws { try await server.waitUntilListening() }

  private func answer(_ request: WebRequest) -> WebResponse {
    guard request.method == .get else { return .text("The reference accepts no commands.", status: 405) }
    if request.path == "/" { return WebResponse(status: 303, headers: ["Location": Self.landingPage]) }
    // A page is a folder with an index, whose address may be given without the last slash.
    let path = request.path.hasSuffix("/") ? String(request.path.dropLast()) : request.path
    for name in [path, path + "/index.html"] {
      guard let file = folder.file(at: name) else { continue }
      let headers = ["Content-Type": MediaType.ofFile(named: name), "Content-Security-Policy": Self.policy]
      return WebResponse(headers: headers, body: .file(file, 0..<file.byteCount))
    }
    return .text("There is no such page in the reference.", status: 404)
  }
}
