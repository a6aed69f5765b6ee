import CProcess
import Display
import Files
import Foundation
import KernelProtocol
import Synchronization

/// A kernel in a process of its own, the program `etude-kernel`.
///
/// The process leads a Unix session of its own, so that it can be ended together with all that it started.
package final class KernelProcess: Kernel {
  package let processIdentifier: pid_t
  private let connection: PacketConnection
  private let pipes: [Int32]
  private let pidfd: Int32
  private let outputs: AsyncStream<KernelOutput>
  /// Outputs that the reader may hand over before one is taken: a kernel that floods its streams waits for the run.
  private let backpressure = DispatchSemaphore(value: 64)
  private let state = Mutex(State())

  private struct State {
    var isEnding = false
    /// Whether outputs are dropped, so that the reader does not wait for anyone to take them.
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
    pidfd = process_watch(processIdentifier)
    let (outputs, continuation) = AsyncStream.makeStream(of: KernelOutput.self)
    self.outputs = outputs
    let reader = KernelReader(
      connection: connection, pipes: pipes, process: processIdentifier, pidfd: pidfd, mark: mark)
    Thread.detachNewThread { [self] in
      reader.run { output in
        if !state.withLock({ $0.isAbandoned }) { backpressure.wait() }
        continuation.yield(output)
      }
      continuation.finish()
    }
  }

  deinit { for descriptor in [connection.descriptor, pidfd] + pipes where descriptor >= 0 { close(descriptor) } }

  // MARK: - Talking

  package func send(_ request: KernelRequest) { connection.send(request) }

  package func next() async -> KernelOutput? {
    var iterator = outputs.makeAsyncIterator()
    let output = await iterator.next()
    backpressure.signal()
    return output
  }

  package func interrupt() { kill(processIdentifier, SIGINT) }

  /// Ends the kernel and all that it started: by SIGTERM, so that held output arrives, and 0.2 s later by SIGKILL.
  package func end() {
    let isFirst = state.withLock { state in
      defer { state.isEnding = true }
      return !state.isEnding
    }
    guard isFirst else { return }
    let process = processIdentifier
    kill(process, SIGTERM)
    // A stopped process, or one stuck in a signal handler, ignores SIGTERM.
    Thread.detachNewThread {
      usleep(200_000)
      kill(-process, SIGKILL)
    }
  }

  package func endAndWait() async {
    state.withLock { $0.isAbandoned = true }
    backpressure.signal()
    end()
    // Taken one by one, so that the semaphore is whole again when it goes.
    while await next() != nil {}
  }

  /// The memory of the largest of the kernel's process and those that it started, in bytes; nil once it has ended.
  ///
  /// Forked copies share pages with the kernel, so that a sum would count them twice.
  package var residentBytes: Int? {
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
