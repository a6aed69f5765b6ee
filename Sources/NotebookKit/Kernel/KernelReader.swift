import CProcess
import Display
import Foundation
import KernelProtocol

/// Reads a kernel's socket on a separate thread until the kernel has ended, and then the rest of its pipes.
///
/// While it lives, the kernel itself forwards its pipes, so the output of a child process appears in the right order.
struct KernelReader: Sendable {
  let connection: PacketConnection
  /// The read ends of the pipes of the kernel's standard output and standard error.
  let pipes: [Int32]
  /// The kernel's guard.
  let guardian: pid_t
  /// The socket on which the guard reports how the kernel ended.
  let line: Int32
  let mark: RunMark

  /// Notices of the guard about the kernel.
  private struct Notices {
    var kernel: pid_t?
    var status: Int32?
    var isGone = false
    var isLast: Bool { status != nil || isGone }
  }

  /// Calls `handle` with every output, the end of the process last.
  func run(_ handle: (KernelOutput) -> Void) {
    var notices = Notices()
    while waitForPacket(&notices), let packet = connection.receive() { pass(packet, to: handle) }
    // Messages that a kernel sent before it died are still there.
    let end = waitForEnd(&notices)
    while let packet = connection.receive(waiting: .never) { pass(packet, to: handle) }
    for (descriptor, stream) in zip(pipes, [CellOutput.Stream.stdout, .stderr]) {
      let rest = Self.content(of: descriptor)
      if !rest.isEmpty { handle(.stream(stream, rest)) }
    }
    handle(.ended(end))
  }

  /// True if there is a packet before the kernel and its descendants have ended.
  private func waitForPacket(_ notices: inout Notices) -> Bool {
    while true {
      var descriptors = [connection.descriptor, line].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      if poll(&descriptors, 2, -1) < 0 {
        if errno == EINTR { continue }
        return false
      }
      if descriptors[0].revents & Int16(POLLIN) != 0 { return true }
      if descriptors[1].revents != 0 { receive(&notices) }
      if notices.isLast || descriptors[0].revents != 0 { return false }
    }
  }

  /// Receives one notice of the guard.
  private func receive(_ notices: inout Notices) {
    var notice = process_notice()
    let count = recv(line, &notice, MemoryLayout.size(ofValue: notice), 0)
    if count < 0, errno == EINTR { return }
    guard count == MemoryLayout.size(ofValue: notice) else {
      notices.isGone = true
      return
    }
    if notice.kind == .started { notices.kernel = notice.value }
    if notice.kind == .ended { notices.status = notice.value }
  }

  private func pass(_ packet: PacketConnection.Packet, to handle: (KernelOutput) -> Void) {
    switch packet {
    case .message(let data):
      let event = try? JSONDecoder().decode(KernelEvent.self, from: data)
      handle(.message(event ?? .notShown(reason: "A message from the kernel could not be read and is ignored.")))
    case .standardOutput(let data): handle(.stream(.stdout, data))
    case .standardError(let data): handle(.stream(.stderr, data))
    case .crash(let text): handle(.crash(CrashReport(text)))
    }
  }

  /// Reads the rest of a pipe; the kernel has made its ends non-blocking.
  private static func content(of descriptor: Int32) -> Data {
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    var content = Data()
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
      content.append(contentsOf: buffer[..<count])
    }
    return content
  }

  /// Milliseconds that the guard may take to end the kernel's descendants, thousands of processes of a fork bomb too.
  private static let patience: Int32 = 60_000

  /// Waits for the kernel's end, and sees to it that nothing that it started survives it.
  private func waitForEnd(_ notices: inout Notices) -> ProcessEnd {
    wait(&notices, milliseconds: 1000)
    if !notices.isLast {
      // A kernel that closed its socket may still run.
      var notice = process_notice(kind: .ends, value: 0)
      send(line, &notice, MemoryLayout.size(ofValue: notice), Int32(MSG_NOSIGNAL))
      wait(&notices, milliseconds: Self.patience)
    }
    let status = notices.status ?? Orphans.end(guardian: guardian, kernel: notices.kernel)
    waitpid(guardian, nil, 0)
    Orphans.endAll(of: mark, session: notices.kernel)
    let signal = status & 0x7f
    return signal == 0 ? .exited(Int((status >> 8) & 0xff)) : .signalled(Int(signal))
  }

  /// Waits for the guard's last notice, with this time limit between two notices.
  private func wait(_ notices: inout Notices, milliseconds: Int32) {
    var descriptor = pollfd(fd: line, events: Int16(POLLIN), revents: 0)
    while !notices.isLast {
      let count = poll(&descriptor, 1, milliseconds)
      if count > 0 { receive(&notices) } else if count == 0 || errno != EINTR { return }
    }
  }
}
