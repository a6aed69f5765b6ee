import Files
import Foundation

/// The addresses at which a front end expects the kernel, and the key that both sign messages with.
package struct ConnectionFile: Equatable, Sendable {
  package enum Transport: String, Sendable { case tcp, ipc }

  package var transport: Transport
  /// A host's address, or the beginning of the sockets' paths.
  package var address: String
  /// The key of the signatures; empty if messages carry none.
  package var key: Data
  package var shellPort: Int
  package var iopubPort: Int
  package var stdinPort: Int
  package var controlPort: Int
  package var heartbeatPort: Int

  /// - Throws: ``JupyterError/connectionFile(path:reason:)`` or ``JupyterError/unknownScheme(path:scheme:)``.
  package init(_ file: URL) throws(JupyterError) {
    let data: Data
    do { data = try Data(contentsOf: file) } catch {
      throw .connectionFile(path: file.path, reason: SystemReason.of(error))
    }
    try self.init(data, path: file.path)
  }

  /// - Parameter path: The name that messages show.
  /// - Throws: ``JupyterError/connectionFile(path:reason:)`` or ``JupyterError/unknownScheme(path:scheme:)``.
  package init(_ data: Data, path: String) throws(JupyterError) {
    let json: JSON
    do { json = try JSON(parsing: data) } catch {
      throw .connectionFile(path: path, reason: "\(error.reason) at byte \(error.offset)")
    }
    func port(_ name: String) throws(JupyterError) -> Int {
      guard let port = json[name]?.integer, (1...65_535).contains(port) else {
        throw .connectionFile(path: path, reason: "`\(name)` is not a port")
      }
      return port
    }
    let name = json["transport"]?.string ?? "tcp"
    guard let transport = Transport(rawValue: name) else {
      throw .connectionFile(path: path, reason: "the transport `\(name)` is neither `tcp` nor `ipc`")
    }
    guard let address = json["ip"]?.string, !address.isEmpty else {
      throw .connectionFile(path: path, reason: "`ip` is missing")
    }
    key = Data((json["key"]?.string ?? "").utf8)
    let scheme = json["signature_scheme"]?.string ?? "hmac-sha256"
    if !key.isEmpty, scheme != "hmac-sha256" { throw .unknownScheme(path: path, scheme: scheme) }
    (self.transport, self.address) = (transport, address)
    shellPort = try port("shell_port")
    iopubPort = try port("iopub_port")
    stdinPort = try port("stdin_port")
    controlPort = try port("control_port")
    heartbeatPort = try port("hb_port")
  }

  /// The socket's address, as in `tcp://127.0.0.1:50160` and `ipc:///run/kernel-ipc-1`.
  func endpoint(_ port: Int) -> String {
    switch transport {
    case .tcp: "tcp://\(address):\(port)"
    case .ipc: "ipc://\(address)-\(port)"
    }
  }
}
