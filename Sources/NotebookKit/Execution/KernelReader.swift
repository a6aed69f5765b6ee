import Display
import Foundation

/// Reads a kernel's socket and its two pipes on a thread of its own until the kernel has ended.
///
/// What went through the pipes before a packet was sent is read before that packet, so that the output of a child
/// process stands where it happened.
struct KernelReader: Sendable {
  let connection: PacketConnection
  let output: Int32
  let errors: Int32
  let process: pid_t

  /// Calls `handle` with every event, the end of the process last.
  func run(_ handle: (KernelProcess.Event) -> Void) {
    for descriptor in [output, errors] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    var isConnected = true
    while isConnected {
      var descriptors = [connection.descriptor, output, errors].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      if poll(&descriptors, nfds_t(descriptors.count), -1) < 0, errno != EINTR { break }
      // The packet's arrival is known first, the pipes are emptied next: what they hold was written before it.
      let hasPacket = descriptors[0].revents != 0
      drainPipes(handle)
      if hasPacket { isConnected = readPacket(handle) }
    }
    let end = waitForEnd()
    drainPipes(handle)
    handle(.ended(end))
    close(connection.descriptor)
    close(output)
    close(errors)
  }

  private func readPacket(_ handle: (KernelProcess.Event) -> Void) -> Bool {
    guard let packet = connection.receive() else { return false }
    switch packet {
    case .message(let data):
      if let event = try? JSONDecoder().decode(KernelEvent.self, from: data) { handle(.message(event)) }
    case .standardOutput(let data): handle(.stream(.stdout, data))
    case .standardError(let data): handle(.stream(.stderr, data))
    case .crash(let text): handle(.crash(CrashReport(text)))
    }
    return true
  }

  private func drainPipes(_ handle: (KernelProcess.Event) -> Void) {
    for (descriptor, stream) in [(output, CellOutput.Stream.stdout), (errors, .stderr)] {
      var buffer = [UInt8](repeating: 0, count: 65536)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { break }
        handle(.stream(stream, Data(buffer[0..<count])))
      }
    }
  }

  /// Waits for the process, and sees to it that nothing of its session survives it.
  private func waitForEnd() -> ProcessEnd {
    var status: Int32 = 0
    // A kernel that has closed its socket without ending gets a moment, then none.
    for _ in 0..<200 {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process || (ended < 0 && errno != EINTR) { break }
      usleep(5000)
      if waitpid(process, &status, WNOHANG) == process { break }
    }
    kill(-process, SIGKILL)
    _ = waitpid(process, &status, 0)
    Orphans.endAll()
    let signal = status & 0x7f
    return signal == 0 ? .exited(Int((status >> 8) & 0xff)) : .signalled(Int(signal))
  }
}
