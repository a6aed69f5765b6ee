import Files
import Foundation

/// Sends commands to a preview, as its page does.
struct PreviewConnection {
  /// Why a command was not carried out.
  struct Refusal: Error { var reason: String }

  /// The address of the page with its secret.
  let address: URL

  private struct Answer {
    var status: Int
    var headers: [String: String]
    var body: String
  }

  /// Has a cell run, by its number from 1 in the notebook as it was saved.
  ///
  /// - Throws: ``Refusal``. Blocks until the preview has answered.
  func run(cell: Int) throws(Refusal) {
    guard let host = address.host(), let port = address.port else { throw Refusal(reason: "It has no address.") }
    let origin = "\(host):\(port)"
    let signedIn = try exchange(
      "GET /?\(address.query() ?? "") HTTP/1.1\r\nHost: \(origin)\r\nConnection: close\r\n\r\n")
    guard let cookie = signedIn.headers["set-cookie"]?.split(separator: ";").first else {
      throw Refusal(reason: signedIn.body)
    }
    // Without a page there is no event that it has seen; the file that was saved is what its cells are.
    let command: JSON = ["command": "run", "cell": .integer(cell), "event": .integer(Int(Int32.max))]
    let answer = try exchange(
      "POST /.live/command HTTP/1.1\r\nHost: \(origin)\r\nOrigin: http://\(origin)\r\nCookie: \(cookie)\r\n"
        + "Content-Type: application/json\r\nContent-Length: \(command.line.utf8.count)\r\nConnection: close\r\n\r\n"
        + command.line)
    if answer.status != 204 { throw Refusal(reason: answer.body) }
  }

  /// Sends a request to this machine, and reads the answer to its end.
  private func exchange(_ request: String) throws(Refusal) -> Answer {
    let failure = Refusal(reason: "The preview does not answer.")
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw failure }
    defer { close(descriptor) }
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = in_port_t(UInt16(clamping: address.port ?? 0)).bigEndian
    guard inet_pton(AF_INET, address.host() ?? "", &place.sin_addr) == 1 else { throw failure }
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
    }
    let isConnected = withUnsafePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    let bytes = Array(request.utf8)
    guard isConnected, send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { throw failure }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0, answer.count < 1 << 20 {
      answer += buffer[..<count]
      if let whole = read(String(decoding: answer, as: UTF8.self)) { return whole }
    }
    throw failure
  }

  /// The answer in a text; nil if that is not yet whole.
  private func read(_ text: String) -> Answer? {
    guard let end = text.range(of: "\r\n\r\n") else { return nil }
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
    }
    let body = String(text[end.upperBound...])
    let length = headers["content-length"].flatMap { Int($0) } ?? 0
    if body.utf8.count < length { return nil }
    return Answer(
      status: status, headers: headers, body: body.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
