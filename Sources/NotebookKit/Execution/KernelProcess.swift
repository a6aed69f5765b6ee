import Display
import Foundation
import ProcessControl
import Synchronization

/// A kernel that runs, and everything it says in the order in which it happened.
///
/// The process leads a session of its own, so that it can be ended together with all that it started.
final class KernelProcess: Sendable {
  /// What comes out of the kernel.
  enum Event: Sendable {
    case message(KernelEvent)
    case stream(CellOutput.Stream, Data)
    case crash(CrashReport)
    /// It has ended; nothing follows.
    case ended(ProcessEnd)
  }

  let processIdentifier: pid_t
  let events: AsyncStream<Event>
  private let connection: PacketConnection
  private let ending = Mutex(false)

  /// Starts a kernel in `folder`.
  ///
  /// - Throws: ``ExecutionError/kernelNotStarted(_:)``.
  init(program: URL, folder: URL, environment: [String: String]) throws(ExecutionError) {
    var sockets: [Int32] = [0, 0]
    var outputs: [Int32] = [0, 0]
    var errors: [Int32] = [0, 0]
    guard process_packet_sockets(&sockets) == 0, process_pipe(&outputs) == 0, process_pipe(&errors) == 0 else {
      throw .kernelNotStarted(String(cString: strerror(errno)))
    }
    processIdentifier = try Self.spawn(
      program: program, folder: folder, environment: environment, socket: sockets[1], output: outputs[1],
      errors: errors[1])
    for descriptor in [sockets[1], outputs[1], errors[1]] { close(descriptor) }
    let connection = PacketConnection(descriptor: sockets[0])
    self.connection = connection
    let (events, continuation) = AsyncStream.makeStream(of: Event.self)
    self.events = events
    let reader = KernelReader(connection: connection, output: outputs[0], errors: errors[0], process: processIdentifier)
    Thread.detachNewThread {
      reader.run { continuation.yield($0) }
      continuation.finish()
    }
  }

  /// Hands the kernel a request.
  func send(_ request: KernelRequest) { connection.send(request) }

  /// Asks the running cell to stop, which loops that check ``Interruption`` honour.
  func interrupt() { kill(processIdentifier, SIGINT) }

  /// Ends the kernel and all that it started: kindly first, so that held output arrives, then at once.
  func end() {
    let isFirst = ending.withLock { was in
      defer { was = true }
      return !was
    }
    guard isFirst else { return }
    let process = processIdentifier
    kill(process, SIGTERM)
    Thread.detachNewThread {
      usleep(200_000)
      kill(-process, SIGKILL)
    }
  }

  /// Megabytes of memory that the kernel's process holds; nil once it has ended.
  var residentBytes: Int? {
    guard let text = try? String(contentsOfFile: "/proc/\(processIdentifier)/statm", encoding: .utf8),
      let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return pages * Int(getpagesize())
  }

  // MARK: - Starting

  /// The descriptor on which the kernel finds its socket, out of the way of those that cells open.
  private static let kernelDescriptor: Int32 = 250

  private static func spawn(
    program: URL, folder: URL, environment: [String: String], socket: Int32, output: Int32, errors: Int32
  ) throws(ExecutionError) -> pid_t {
    let arguments = cStrings([program.path, String(kernelDescriptor)])
    let variables = cStrings(environment.map { "\($0.key)=\($0.value)" })
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = 0
    let failure = process_spawn(
      &process, program.path, folder.path, arguments, variables, socket, kernelDescriptor, output, errors)
    guard failure == 0 else { throw .kernelNotStarted(String(cString: strerror(failure))) }
    return process
  }

  /// Copies that the caller frees, a null pointer last.
  private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }
}

/// How a process came to its end.
enum ProcessEnd: Equatable, Sendable {
  case exited(Int)
  case signalled(Int)
}
