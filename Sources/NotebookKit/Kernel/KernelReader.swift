import Display
import Foundation
import KernelProtocol

/// Reads a kernel's socket on a thread of its own until the kernel has ended, and what is left in its pipes then.
///
/// While it lives, the kernel passes on what comes through its pipes itself, so that the output of a child process stands
/// where it happened.
struct KernelReader: Sendable {
  let connection: PacketConnection
  /// The reading ends of the pipes behind the kernel's standard output and standard error.
  let pipes: [Int32]
  let process: pid_t
  /// Can be read once the process has ended; -1 where the system has no pidfd.
  let pidfd: Int32
  let mark: RunMark

  /// Calls `handle` with every output, the end of the process last.
  func run(_ handle: (KernelOutput) -> Void) {
    while waitForPacket(), let packet = connection.receive() { pass(packet, to: handle) }
    // What a kernel sent before it died is still there, and a program that it started may hold its socket open.
    let end = waitForEnd()
    while let packet = connection.receive(waiting: .never) { pass(packet, to: handle) }
    for (descriptor, stream) in zip(pipes, [CellOutput.Stream.stdout, .stderr]) {
      let rest = Self.content(of: descriptor)
      if !rest.isEmpty { handle(.stream(stream, rest)) }
    }
    handle(.ended(end))
  }

  /// Whether there is a packet before the kernel ends.
  private func waitForPacket() -> Bool {
    var descriptors = [connection.descriptor, pidfd].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while poll(&descriptors, nfds_t(descriptors.count), -1) < 0 {
      if errno != EINTR { return false }
    }
    return descriptors[0].revents & Int16(POLLIN) != 0
  }

  private func pass(_ packet: PacketConnection.Packet, to handle: (KernelOutput) -> Void) {
    switch packet {
    case .message(let data):
      let event = try? JSONDecoder().decode(KernelEvent.self, from: data)
      handle(.message(event ?? .notShown(reason: "A message of the kernel could not be read; it is left out.")))
    case .standardOutput(let data): handle(.stream(.stdout, data))
    case .standardError(let data): handle(.stream(.stderr, data))
    case .crash(let text): handle(.crash(CrashReport(text)))
    }
  }

  /// What a pipe holds; the kernel has set its ends not to block.
  private static func content(of descriptor: Int32) -> Data {
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    var content = Data()
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
      content.append(contentsOf: buffer[..<count])
    }
    return content
  }

  /// Waits for the process, and sees to it that nothing that it started survives it.
  private func waitForEnd() -> ProcessEnd {
    var status: Int32 = 0
    // If the kernel closed its socket but still runs, wait one second, then kill it.
    var ended = waitpid(process, &status, WNOHANG)
    for _ in 0..<200 where ended == 0 {
      usleep(5000)
      ended = waitpid(process, &status, WNOHANG)
    }
    kill(-process, SIGKILL)
    if ended == 0 { waitpid(process, &status, 0) }
    Orphans.endAll(of: mark, session: process)
    let signal = status & 0x7f
    return signal == 0 ? .exited(Int((status >> 8) & 0xff)) : .signalled(Int(signal))
  }
}
