import FlyingFox
import FlyingSocks
import Foundation

/// A small HTTP server on one address, behind a gatekeeper.
///
/// Only this file imports the HTTP library. Related documentation: <https://swiftpackageindex.com/swhitty/FlyingFox>
package final class WebServer: Sendable {
  /// Answers a request that was let in.
  package typealias Handler = @Sendable (WebRequest, Role) async -> WebResponse

  /// Sent with every answer: nothing is kept, framed, sniffed or handed to other sites.
  private static let commonHeaders = [
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY", "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
  ]
  /// Bytes of a request's body; commands are small.
  private static let bodyLimit = 1 << 20

  /// The words of the statuses that are sent.
  private static let phrases = [
    200: "OK", 204: "No Content", 206: "Partial Content", 303: "See Other", 400: "Bad Request", 401: "Unauthorized",
    403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large", 415: "Unsupported Media Type",
    416: "Range Not Satisfiable", 421: "Misdirected Request",
  ]

  private let server: HTTPServer
  /// The port that it listens on.
  package let port: UInt16

  /// Reserves a port.
  ///
  /// - Parameters:
  ///   - address: An IPv4 address of this machine, as `127.0.0.1`.
  ///   - port: 0 for any that is free.
  /// - Throws: ``LiveError/portInUse(_:)`` or ``LiveError/addressNotUsable(_:reason:)``.
  package init(address: String, port: UInt16) throws(LiveError) {
    self.port = try PortReservation.free(on: address, wanted: port)
    do {
      server = HTTPServer(
        address: try .inet(ip4: address, port: self.port), timeout: 60, pool: PromptPool(), logger: .disabled)
    } catch {
      throw .addressNotUsable(address, reason: "it is not an IPv4 address")
    }
  }

  /// Serves until the task is cancelled.
  ///
  /// - Throws: ``LiveError/serverEnded(reason:)``.
  package func run(_ gatekeeper: Gatekeeper, _ handler: @escaping Handler) async throws {
    await server.appendRoute("*") { request in
      Self.response(await Self.answer(request, gatekeeper, handler))
    }
    do {
      try await server.run()
    } catch  where !Task.isCancelled {
      throw LiveError.serverEnded(reason: "\(error)")
    }
  }

  /// Waits until the server takes connections.
  package func waitUntilListening() async throws { try await server.waitUntilListening(timeout: 60) }

  private static func answer(
    _ request: HTTPRequest, _ gatekeeper: Gatekeeper, _ handler: Handler
  ) async -> WebResponse {
    var web = WebRequest(
      WebRequest.Method(rawValue: request.method.rawValue), request.path.removingPercentEncoding ?? request.path,
      query: Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first },
      headers: Dictionary(request.headers.map { ($0.key.rawValue.lowercased(), $0.value) }) { first, _ in first })
    switch gatekeeper.verdict(on: web) {
    case .refused(let status, let reason): return .text(reason, status: status)
    case .signedIn(let cookie):
      return WebResponse(status: 303, headers: ["Location": "/", "Set-Cookie": cookie])
    case .admitted(let role):
      do {
        for try await chunk in request.bodySequence {
          web.body.append(chunk)
          if web.body.count > bodyLimit { return .text("The request is too long.", status: 413) }
        }
      } catch {
        return .text("The request is incomplete.", status: 400)
      }
      return await handler(web, role)
    }
  }

  private static func response(_ answer: WebResponse) -> HTTPResponse {
    var headers = HTTPHeaders()
    for (name, value) in commonHeaders.merging(answer.headers, uniquingKeysWith: { $1 }) {
      headers[HTTPHeader(name)] = value
    }
    let status = HTTPStatusCode(answer.status, phrase: phrases[answer.status] ?? "")
    switch answer.body {
    case .data(let data):
      return HTTPResponse(
        statusCode: status, headers: headers, body: HTTPBodySequence(data: data, suggestedBufferSize: 1 << 18))
    case .file(let file, let range):
      let body = HTTPBodySequence(
        from: FileBytes(file: file, range: range), count: range.count, suggestedBufferSize: 1 << 16)
      return HTTPResponse(statusCode: status, headers: headers, body: body)
    case .stream(let stream):
      return HTTPResponse(
        statusCode: status, headers: headers, body: HTTPBodySequence(from: StreamBytes(stream: stream)))
    }
  }
}

/// The bytes of a stream, piece by piece.
private struct StreamBytes: AsyncBufferedSequence, Sendable {
  typealias Element = UInt8
  let stream: AsyncStream<Data>

  func makeAsyncIterator() -> Iterator { Iterator(iterator: stream.makeAsyncIterator()) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    var iterator: AsyncStream<Data>.AsyncIterator

    mutating func next() async -> UInt8? { await nextBuffer(suggested: 1)?.first }

    mutating func nextBuffer(suggested count: Int) async -> [UInt8]? { await iterator.next().map { Array($0) } }
  }
}

/// The bytes of a part of a file, piece by piece.
private struct FileBytes: AsyncBufferedSequence, Sendable {
  typealias Element = UInt8
  let file: OpenFile
  let range: Range<Int>

  func makeAsyncIterator() -> Iterator { Iterator(file: file, rest: range) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    let file: OpenFile
    var rest: Range<Int>

    mutating func next() async -> UInt8? { await nextBuffer(suggested: 1)?.first }

    mutating func nextBuffer(suggested count: Int) async -> [UInt8]? {
      let bytes = file.bytes(at: rest.lowerBound, count: Swift.min(Swift.max(count, 1 << 16), rest.count))
      // A file that became shorter ends the connection, since the head of the answer has told its length.
      guard !bytes.isEmpty else { return nil }
      rest = (rest.lowerBound + bytes.count)..<rest.upperBound
      return bytes
    }
  }
}

/// The library's socket pool, except that small answers are sent immediately.
///
/// Head and body of an answer are two writes; without this option the second waits 40 ms for the receipt of the first.
/// Accepted connections take the option over from the listening socket, which comes here first.
private struct PromptPool: AsyncSocketPool {
  private let pool: any AsyncSocketPool = HTTPServer.defaultPool()

  func prepare() async throws { try await pool.prepare() }

  func run() async throws { try await pool.run() }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    if events == .connection {
      var isOn: Int32 = 1
      setsockopt(
        socket.file.rawValue, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    }
    try await pool.suspendSocket(socket, untilReadyFor: events)
  }
}
