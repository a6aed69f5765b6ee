import CProcess
import Display
import Files
import Foundation
import KernelProtocol
import Synchronization

/// A kernel in a separate process, the program `etude-kernel`.
///
/// The program's first process is the kernel's guard, its parent: it ends the kernel together with its descendants,
/// also when this process is killed.
package final class KernelProcess: Kernel {
  private let guardian: pid_t
  private let connection: PacketConnection
  private let pipes: [Int32]
  /// The socket for commands to the guard and for its report of the kernel's end.
  private let line: Int32
  private let outputs: AsyncStream<KernelOutput>
  /// Outputs that the reader may pass before one is taken: a kernel that floods its streams waits for the run.
  private let backpressure = DispatchSemaphore(value: 64)
  private let state = Mutex(State())

  private struct State {
    var isEnding = false
    /// True if the guard has been collected, so its number may belong to another process.
    var isOver = false
    /// The work to do once it has ended.
    var actions: [@Sendable () -> Void] = []
    var memory = MemoryWatch()
    /// True if outputs are dropped, so the reader does not wait for anyone to take them.
    var isAbandoned = false
  }

  /// Starts a kernel in `folder`, marked with `mark`.
  ///
  /// - Throws: ``ExecutionError/kernelNotStarted(_:)``.
  package init(program: URL, folder: URL, environment: [String: String], mark: RunMark) throws(ExecutionError) {
    var descriptors = Descriptors()
    do throws(ExecutionError) {
      try descriptors.open()
      guardian = try Self.spawn(program, folder, environment, mark, descriptors)
    } catch {
      descriptors.closeAll()
      throw error
    }
    let (sockets, line) = (descriptors.sockets, descriptors.line)
    for descriptor in [sockets[1], descriptors.output[1], descriptors.errors[1], line[1]] { close(descriptor) }
    connection = PacketConnection(descriptor: sockets[0])
    self.line = line[0]
    pipes = [descriptors.output[0], descriptors.errors[0]]
    let (outputs, continuation) = AsyncStream.makeStream(of: KernelOutput.self)
    self.outputs = outputs
    let reader = KernelReader(
      connection: connection, pipes: pipes, guardian: guardian, line: line[0], mark: mark)
    Thread.detachNewThread { [self] in
      reader.run { output in
        if !state.withLock({ $0.isAbandoned }) { backpressure.wait() }
        continuation.yield(output)
      }
      let actions = state.withLock { state in
        state.isOver = true
        defer { state.actions = [] }
        return state.actions
      }
      continuation.finish()
      for action in actions { action() }
    }
  }

  deinit { for descriptor in [connection.descriptor, line] + pipes { close(descriptor) } }

  // MARK: - Talking

  package func send(_ request: KernelRequest) { connection.send(request) }

  package func next() async -> KernelOutput? {
    var iterator = outputs.makeAsyncIterator()
    let output = await iterator.next()
    backpressure.signal()
    return output
  }

  package func whenEnded(_ action: @escaping @Sendable () -> Void) {
    let isOver = state.withLock { state in
      if !state.isOver { state.actions.append(action) }
      return state.isOver
    }
    if isOver { action() }
  }

  package func interrupt() { tell(.interrupts) }

  /// Ends the kernel and its children: by SIGTERM, so buffered output arrives, and 0.2 s later by SIGKILL.
  package func end() {
    let isFirst = state.withLock { state in
      defer { state.isEnding = true }
      return !state.isEnding
    }
    guard isFirst else { return }
    tell(.ends)
    // A guard that does not answer, for example because it is stopped: the reader ends the remaining processes.
    DispatchQueue.global().asyncAfter(deadline: .now() + 60) { [weak self] in
      guard let self else { return }
      state.withLock { if !$0.isOver { _ = kill(guardian, SIGKILL) } }
    }
  }

  private func tell(_ kind: process_notice_kind) {
    var notice = process_notice(kind: kind, value: 0)
    _ = Foundation.send(line, &notice, MemoryLayout.size(ofValue: notice), Int32(MSG_NOSIGNAL))
  }

  package func endAndWait() async {
    state.withLock { $0.isAbandoned = true }
    backpressure.signal()
    end()
    // Taken one by one, so the semaphore is whole again when it goes.
    while await next() != nil {}
  }

  /// The memory of the kernel and its children in bytes; nil once it has ended.
  package var residentBytes: Int? {
    state.withLock { $0.memory.look(atDescendantsOf: guardian) }
  }

  package var processCount: Int { state.withLock { $0.memory.processCount } }

  // MARK: - Starting

  /// The descriptor of the kernel's socket, away from those that cells open. The two after it read
  /// its pipes, the third is the guard's line.
  private static let firstDescriptor: Int32 = 250

  private struct Descriptors {
    var sockets: [Int32] = [-1, -1]
    var output: [Int32] = [-1, -1]
    var errors: [Int32] = [-1, -1]
    var line: [Int32] = [-1, -1]

    mutating func open() throws(ExecutionError) {
      guard process_packet_sockets(&sockets) == 0, process_pipe(&output) == 0, process_pipe(&errors) == 0,
        process_packet_sockets(&line) == 0
      else {
        throw .kernelNotStarted(SystemReason.ofLastCall)
      }
    }

    func closeAll() { for descriptor in sockets + output + errors + line where descriptor >= 0 { close(descriptor) } }
  }

  private static func spawn(
    _ program: URL, _ folder: URL, _ environment: [String: String], _ mark: RunMark, _ descriptors: Descriptors
  ) throws(ExecutionError) -> pid_t {
    var marked = environment.merging([RunMark.variable: mark.value]) { _, mark in mark }
    var inherited = [descriptors.sockets[1], descriptors.output[0], descriptors.errors[0], descriptors.line[1]]
    // MPICH's launcher speaks to each rank over a descriptor, which is the kernel's as MPI is.
    if let launcher = environment["PMI_FD"].flatMap({ Int32($0) }), fcntl(launcher, F_GETFD) >= 0 {
      marked["PMI_FD"] = String(firstDescriptor + Int32(inherited.count))
      inherited.append(launcher)
    }
    let arguments = cStrings([program.path, String(firstDescriptor)])
    let variables = cStrings(marked.map { "\($0.key)=\($0.value)" })
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = 0
    let failure = process_spawn(
      &process, program.path, folder.path, arguments, variables, descriptors.output[1], descriptors.errors[1],
      inherited, Int32(inherited.count), firstDescriptor)
    guard failure == 0 else { throw .kernelNotStarted(SystemReason.of(failure)) }
    return process
  }

  /// Copies that the caller frees, a null pointer last.
  private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }
}
