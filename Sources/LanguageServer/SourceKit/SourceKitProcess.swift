import CProcess
import Files
import Foundation
import Synchronization

/// A language server that runs as a child of this process, which it does not outlive: it ends when its input does.
final class SourceKitProcess: Sendable {
  /// Its messages, in order; they end when it ends.
  let messages: AsyncStream<Message>
  let identifier: pid_t
  private let input: Int32
  private let writing = DispatchQueue(label: "etude.sourcekit.writing")
  private struct End {
    /// True once it was reaped, so its number may belong to another process.
    var isOver = false
    var status: Int32 = 0
  }

  private let ended = Mutex(End())

  /// - Throws: ``SourceKitError/missing(path:)`` or ``SourceKitError/notStarted(path:reason:)``.
  init(program: URL, arguments: [String]) throws(SourceKitError) {
    guard FileManager.default.isExecutableFile(atPath: program.path) else { throw .missing(path: program.path) }
    var inputs: [Int32] = [-1, -1]
    var outputs: [Int32] = [-1, -1]
    func fail(_ code: Int32) -> SourceKitError {
      for descriptor in inputs + outputs where descriptor >= 0 { close(descriptor) }
      return .notStarted(path: program.path, reason: String(cString: strerror(code)))
    }
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &inputs) == 0, process_pipe(&outputs) == 0 else { throw fail(errno) }
    let words = ([program.path] + arguments).map { strdup($0) } + [nil]
    let variables = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var process: pid_t = 0
    let failure = process_spawn_server(&process, program.path, words, variables, inputs[0], outputs[1])
    guard failure == 0 else { throw fail(failure) }
    close(inputs[0])
    close(outputs[1])
    (identifier, input) = (process, inputs[1])
    let (messages, continuation) = AsyncStream.makeStream(of: Message.self)
    self.messages = messages
    let output = outputs[0]
    Thread.detachNewThread { [self] in
      Self.read(output) { continuation.yield($0) }
      close(output)
      collect()
      continuation.finish()
    }
  }

  deinit { close(input) }

  /// Sends a message after those before it; one that cannot be sent any more is dropped.
  func send(_ message: Message) {
    let bytes = FrameReader.frame(message.json.line)
    writing.async { [self] in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Foundation.send(input, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
      }
    }
  }

  /// Ends it immediately.
  func end() { ended.withLock { if !$0.isOver { kill(identifier, SIGKILL) } } }

  /// True if its own fault has ended it.
  var hasCrashed: Bool {
    let signal = ended.withLock { $0.status } & 0x7f
    return [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV].contains(signal)
  }

  private func collect() {
    // It has closed its output, and a process without output is useless.
    ended.withLock { end in
      kill(identifier, SIGKILL)
      while waitpid(identifier, &end.status, 0) < 0, errno == EINTR {}
      end.isOver = true
    }
  }

  private static func read(_ output: Int32, _ take: (Message) -> Void) {
    var reader = FrameReader()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Foundation.read(output, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return }
      reader.append(buffer[..<count])
      do {
        while let body = try reader.next() {
          // If a child sends an invalid message, that message is lost.
          if let message = (try? JSON(parsing: body)).flatMap(Message.init) { take(message) }
        }
      } catch {
        continue
      }
    }
  }
}
