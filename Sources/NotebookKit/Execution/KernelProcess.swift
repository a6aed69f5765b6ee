import CProcess
import Display
import Files
import Foundation
import KernelProtocol
import Synchronization

/// A kernel that runs, and everything it says in the order in which it happened.
///
/// The process leads a session of its own, so that it can be ended together with all that it started.
package final class KernelProcess: Sendable {
  /// What comes out of the kernel.
  package enum Event: Sendable {
    case message(KernelEvent)
    case stream(CellOutput.Stream, Data)
    case crash(CrashReport)
    /// It has ended; nothing follows.
    case ended(ProcessEnd)
  }

  package let processIdentifier: pid_t
  private let connection: PacketConnection
  private let pipes: [Int32]
  private let watch: Int32
  private let events: AsyncStream<Event>
  /// Events that the reader may hand over before one is taken: a kernel that floods its streams waits for the run.
  private let room = DispatchSemaphore(value: 64)
  private let state = Mutex(State())

  private struct State {
    var isEnding = false
    /// Whether events are of no more use, so that the reader need not wait for anyone to take them.
    var isAbandoned = false
  }

  /// Starts a kernel in `folder`, marked with `mark`.
  ///
  /// - Throws: ``ExecutionError/kernelNotStarted(_:)``.
  package init(program: URL, folder: URL, environment: [String: String], mark: RunMark) throws(ExecutionError) {
    var descriptors = Descriptors()
    do throws(ExecutionError) {
      try descriptors.open()
      processIdentifier = try Self.spawn(program, folder, environment, mark, descriptors)
    } catch {
      descriptors.closeAll()
      throw error
    }
    for descriptor in [descriptors.sockets[1], descriptors.output[1], descriptors.errors[1]] { close(descriptor) }
    connection = PacketConnection(descriptor: descriptors.sockets[0])
    pipes = [descriptors.output[0], descriptors.errors[0]]
    watch = process_watch(processIdentifier)
    let (events, continuation) = AsyncStream.makeStream(of: Event.self)
    self.events = events
    let reader = KernelReader(
      connection: connection, pipes: pipes, process: processIdentifier, watch: watch, mark: mark)
    Thread.detachNewThread { [self] in
      reader.run { event in
        if !state.withLock({ $0.isAbandoned }) { room.wait() }
        continuation.yield(event)
      }
      continuation.finish()
    }
  }

  deinit { for descriptor in [connection.descriptor, watch] + pipes where descriptor >= 0 { close(descriptor) } }

  // MARK: - Talking

  /// Hands the kernel a request.
  package func send(_ request: KernelRequest) { connection.send(request) }

  /// Waits for what the kernel says next; nil once it has ended and all was taken. One caller at a time.
  package func next() async -> Event? {
    var iterator = events.makeAsyncIterator()
    let event = await iterator.next()
    room.signal()
    return event
  }

  /// Asks the running cell to stop, which loops that check ``Interruption`` honour.
  func interrupt() { kill(processIdentifier, SIGINT) }

  /// Ends the kernel and all that it started: kindly first, so that held output arrives, then at once.
  func end() {
    let isFirst = state.withLock { state in
      defer { state.isEnding = true }
      return !state.isEnding
    }
    guard isFirst else { return }
    let process = processIdentifier
    kill(process, SIGTERM)
    // What is stopped, or busy in a handler, has no ear for kindness.
    Thread.detachNewThread {
      usleep(200_000)
      kill(-process, SIGKILL)
    }
  }

  /// Ends the kernel and waits until nothing of it is left; what it still says is dropped.
  package func endAndWait() async {
    state.withLock { $0.isAbandoned = true }
    room.signal()
    end()
    // Taken one by one, so that the semaphore is whole again when it goes.
    while await next() != nil {}
  }

  /// The memory of the largest of the kernel's process and those that it started, in bytes; nil once it has ended.
  ///
  /// Forked copies share pages with the kernel, so that a sum would count them twice.
  var residentBytes: Int? {
    guard let own = ProcessMemory.residentBytes(of: processIdentifier) else { return nil }
    return ProcessMemory.descendants(of: processIdentifier).compactMap(ProcessMemory.residentBytes).reduce(own, max)
  }

  // MARK: - Starting

  /// The descriptor on which the kernel finds its socket, out of the way of those that cells open. The two after it read
  /// its pipes.
  private static let firstDescriptor: Int32 = 250

  private struct Descriptors {
    var sockets: [Int32] = [-1, -1]
    var output: [Int32] = [-1, -1]
    var errors: [Int32] = [-1, -1]

    mutating func open() throws(ExecutionError) {
      guard process_packet_sockets(&sockets) == 0, process_pipe(&output) == 0, process_pipe(&errors) == 0 else {
        throw .kernelNotStarted(SystemReason.ofLastCall)
      }
    }

    func closeAll() { for descriptor in sockets + output + errors where descriptor >= 0 { close(descriptor) } }
  }

  private static func spawn(
    _ program: URL, _ folder: URL, _ environment: [String: String], _ mark: RunMark, _ descriptors: Descriptors
  ) throws(ExecutionError) -> pid_t {
    let marked = environment.merging([RunMark.variable: mark.value]) { _, mark in mark }
    let arguments = cStrings([program.path, String(firstDescriptor)])
    let variables = cStrings(marked.map { "\($0.key)=\($0.value)" })
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = 0
    let failure = process_spawn(
      &process, program.path, folder.path, arguments, variables, descriptors.output[1], descriptors.errors[1],
      [descriptors.sockets[1], descriptors.output[0], descriptors.errors[0]], firstDescriptor)
    guard failure == 0 else { throw .kernelNotStarted(SystemReason.of(failure)) }
    return process
  }

  /// Copies that the caller frees, a null pointer last.
  private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }
}

/// How a process came to its end.
package enum ProcessEnd: Equatable, Sendable {
  case exited(Int)
  case signalled(Int)
}
