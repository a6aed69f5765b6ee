import Foundation

/// A connection on which a test writes any bytes, like an attacker.
final class RawConnection: Sendable {
  private let descriptor: Int32

  init(port: UInt16) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = inet_addr("127.0.0.1")
    _ = withUnsafePointer(to: &name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  deinit { close(descriptor) }

  func send(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Reads until `end` has come or the connection has ended.
  func read(until end: String = "\u{0}") async -> String {
    await onThread { self.readNow(until: end) }
  }

  /// Waits on a separate thread: the server runs on the threads of tasks, which are few.
  private func onThread(_ body: @escaping @Sendable () -> String) async -> String {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: body()) }
    }
  }

  private func readNow(until end: String) -> String {
    var data = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while !String(decoding: data, as: UTF8.self).contains(end) {
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      if count <= 0 { break }
      data += buffer[..<count]
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Sends a request that ends the connection, and returns the answer.
  static func answer(port: UInt16, _ line: String, _ headers: [String: String] = [:], body: String = "") async -> String
  {
    let connection = RawConnection(port: port)
    var headers = headers
    headers["Connection"] = "close"
    if !body.isEmpty { headers["Content-Length"] = "\(body.utf8.count)" }
    let head = headers.map { "\($0): \($1)\r\n" }.joined()
    let request = "\(line) HTTP/1.1\r\n\(head)\r\n\(body)"
    return await connection.onThread {
      connection.send(request)
      return connection.readNow(until: "\u{0}")
    }
  }
}
