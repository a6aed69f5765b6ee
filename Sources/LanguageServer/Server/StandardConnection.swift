import Files
import Foundation
import NotebookKit

/// A connection to one client over two descriptors, such as standard input and output.
package enum StandardConnection {
  /// Serves a client until it leaves or says so.
  ///
  /// - Returns: The status with which the program will exit.
  package static func serve(
    input: Int32, output: Int32, previews: OpenPreviews = OpenPreviews(),
    install: @escaping @Sendable () throws -> Installation = { try Installation() }
  ) async -> Int32 {
    let writer = Writer(output)
    let server = LanguageServer(install: install, previews: previews) { writer.write($0) }
    for await result in messages(from: input) {
      switch result {
      case .success(let message): await server.receive(message)
      case .failure(let error): await server.refuse(error)
      }
      if let status = await server.exitStatus {
        writer.finish()
        return status
      }
    }
    await server.shutDown()
    writer.finish()
    // A client that disconnects without a message has ended, too.
    return 0
  }

  private static func messages(from input: Int32) -> AsyncStream<Result<Message, ResponseError>> {
    let (stream, continuation) = AsyncStream.makeStream(of: Result<Message, ResponseError>.self)
    Thread.detachNewThread {
      var reader = FrameReader()
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = read(input, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { break }
        reader.append(buffer[..<count])
        while let result = next(&reader) { continuation.yield(result) }
      }
      continuation.finish()
    }
    return stream
  }

  /// The next message, or an error; nil if more bytes are needed.
  private static func next(_ reader: inout FrameReader) -> Result<Message, ResponseError>? {
    do {
      guard let body = try reader.next() else { return nil }
      guard let message = Message(try JSON(parsing: body)) else {
        return .failure(
          ResponseError(
            code: ResponseError.invalidRequestCode,
            message: "This is not a JSON-RPC message. A request has a `method` and an `id`."))
      }
      return .success(message)
    } catch {
      return .failure(ResponseError(code: ResponseError.parseCode, message: String(describing: error)))
    }
  }

  /// Writes messages one after another on a thread that waits for the client.
  private final class Writer: Sendable {
    private let queue = DispatchQueue(label: "etude.lsp.writing")
    private let output: Int32

    init(_ output: Int32) { self.output = output }

    func write(_ message: Message) {
      let bytes = FrameReader.frame(message.json.line)
      queue.async { [output] in
        var rest = bytes[...]
        while !rest.isEmpty {
          let count = rest.withUnsafeBytes { Foundation.write(output, $0.baseAddress, $0.count) }
          if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
        }
      }
    }

    /// Waits until all is written.
    func finish() { queue.sync {} }
  }
}
