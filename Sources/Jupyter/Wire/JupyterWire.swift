import CProcess
internal import CZeroMQ
import Files
import Foundation
import Synchronization

/// The kernel's sockets, all owned by one thread, since libzmq's sockets are not made for several.
///
/// Other threads pass messages to that thread, which sends them in the same order. Arriving
/// messages are checked there: invalid messages, wrong signatures and repetitions are rejected and logged.
package final class JupyterWire: Sendable {
  /// The sockets that carry messages.
  package enum Channel: String, Sendable, CaseIterable { case shell, control, stdin, iopub }

  /// Called on the sockets' thread for every message of a front end.
  package typealias Receiver = @Sendable (Channel, JupyterMessage) -> Void

  private struct Outgoing {
    var messages: [(Channel, JupyterMessage)] = []
    var isClosing = false
  }

  private let context: ZeroMQContext
  private let sockets: [ZeroMQSocket]
  private let heartbeat: ZeroMQSocket
  private let codec: MessageCodec
  private let log: @Sendable (String) -> Void
  private let outgoing = Mutex(Outgoing())
  /// A pipe that wakes the thread: its reading and its writing end.
  private let wakeUp: (reading: Int32, writing: Int32)
  private let hasEnded = DispatchSemaphore(value: 0)

  /// Binds the sockets; ``start(_:)`` begins to receive.
  ///
  /// - Parameter log: Receives sentences about refused messages.
  /// - Throws: ``JupyterError/noLibrary`` or ``JupyterError/addressTaken(address:reason:)``.
  package init(_ connection: ConnectionFile, log: @escaping @Sendable (String) -> Void) throws(JupyterError) {
    guard zeromq_open() == 0 else { throw .noLibrary }
    context = ZeroMQContext()
    self.log = log
    codec = MessageCodec(key: connection.key)
    sockets = [
      try ZeroMQSocket(.router, at: connection.endpoint(connection.shellPort), in: context),
      try ZeroMQSocket(.router, at: connection.endpoint(connection.controlPort), in: context),
      try ZeroMQSocket(.router, at: connection.endpoint(connection.stdinPort), in: context),
      try ZeroMQSocket(.publisher, at: connection.endpoint(connection.iopubPort), in: context),
    ]
    heartbeat = try ZeroMQSocket(.replier, at: connection.endpoint(connection.heartbeatPort), in: context)
    var ends: [Int32] = [-1, -1]
    guard process_pipe(&ends) == 0 else {
      throw .addressTaken(address: "a pipe", reason: SystemReason.ofLastCall)
    }
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    wakeUp = (ends[0], ends[1])
  }

  deinit {
    Foundation.close(wakeUp.reading)
    Foundation.close(wakeUp.writing)
  }

  /// Begins to receive, on a separate thread; another one answers the heartbeat.
  package func start(_ receiver: @escaping Receiver) {
    Thread.detachNewThread { [self] in
      serve(receiver)
      hasEnded.signal()
    }
    Thread.detachNewThread { [heartbeat] in
      while let parts = heartbeat.receive(waits: true) { heartbeat.send(parts) }
      heartbeat.close()
    }
  }

  /// Sends a message, in order with all others, from any thread.
  package func send(_ message: JupyterMessage, on channel: Channel) {
    outgoing.withLock { $0.messages.append((channel, message)) }
    wake()
  }

  /// Sends the passed messages and closes the sockets. Called once.
  package func close() {
    outgoing.withLock { $0.isClosing = true }
    wake()
    hasEnded.wait()
    context.shutDown()
    context.terminate()
  }

  private func wake() {
    var byte: UInt8 = 1
    // A full pipe wakes as well.
    _ = write(wakeUp.writing, &byte, 1)
  }

  // MARK: - The thread of the sockets

  private func serve(_ receiver: Receiver) {
    var items = sockets.map { zmq_pollitem_t(socket: $0.pointer, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0) }
    items.append(zmq_pollitem_t(socket: nil, fd: wakeUp.reading, events: Int16(ZMQ_POLLIN), revents: 0))
    var check = codec
    var refusals = 0
    while true {
      let isReady = zmq_poll(&items, Int32(items.count), -1) >= 0
      if !isReady, zmq_errno() != EINTR { break }
      for (channel, item) in zip(Channel.allCases, items) where item.revents != 0 {
        receive(channel, &check, &refusals, receiver)
      }
      if items[sockets.count].revents != 0 { drainWakeUp() }
      if sendAll() { break }
    }
    for socket in sockets { socket.close() }
  }

  /// Sends the passed messages.
  ///
  /// - Returns: True if the wire is to close.
  private func sendAll() -> Bool {
    let (messages, isClosing) = outgoing.withLock { outgoing in
      defer { outgoing.messages = [] }
      return (outgoing.messages, outgoing.isClosing)
    }
    for (channel, message) in messages { socket(of: channel).send(codec.encode(message)) }
    return isClosing
  }

  private func socket(of channel: Channel) -> ZeroMQSocket {
    switch channel {
    case .shell: sockets[0]
    case .control: sockets[1]
    case .stdin: sockets[2]
    case .iopub: sockets[3]
    }
  }

  private func drainWakeUp() {
    var bytes = [UInt8](repeating: 0, count: 512)
    while read(wakeUp.reading, &bytes, bytes.count) > 0 {}
  }

  /// Messages that are read before other sockets have their turn, so a flood on one does not starve the others.
  private static let batch = 100

  private func receive(
    _ channel: Channel, _ check: inout MessageCodec, _ refusals: inout Int, _ receiver: Receiver
  ) {
    for _ in 0..<Self.batch {
      guard let parts = socket(of: channel).receive() else { return }
      if channel == .iopub {
        welcome(parts)
        continue
      }
      do throws(MessageRefusal) {
        receiver(channel, try check.decode(parts))
      } catch {
        refusals += 1
        // A flood of them must not fill the disk.
        if Self.isTold(refusals) {
          let count = refusals < 10 ? "" : " Refused so far: \(refusals)."
          log("A message on \(channel.rawValue) was refused: \(error.description)\(count)")
        }
      }
    }
  }

  /// True for a refusal that the log has: the first ten, then the 100th, the 1,000th and so on.
  ///
  /// - Parameter number: Counted from 1.
  package static func isTold(_ number: Int) -> Bool {
    var rest = number
    while rest > 1, rest % 10 == 0 { rest /= 10 }
    return number <= 10 || rest == 1
  }

  /// Confirms a subscription, so the subscriber knows when outputs will arrive.
  private func welcome(_ parts: [Data]) {
    guard let first = parts.first, first.first == 1 else { return }
    let topic = Data(first.dropFirst())
    var message = JupyterMessage("iopub_welcome", ["subscription": .string(String(decoding: topic, as: UTF8.self))])
    message.identities = [topic]
    socket(of: .iopub).send(codec.encode(message))
  }
}
