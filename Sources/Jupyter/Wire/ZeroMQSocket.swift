internal import CZeroMQ
import Foundation

/// The library's context, which all sockets of a kernel share.
///
/// `@unchecked Sendable`: libzmq's contexts may be used from any thread.
final class ZeroMQContext: @unchecked Sendable {
  let pointer = zmq_ctx_new()

  /// Unblocks every socket's calls, which fail from now on.
  func shutDown() { zmq_ctx_shutdown(pointer) }

  /// Waits until all sockets are closed and all messages have been sent, but no longer than the sockets linger. Called
  /// once.
  func terminate() { zmq_ctx_term(pointer) }
}

/// A socket of libzmq, bound to an address.
///
/// `@unchecked Sendable`: a socket is passed to one thread after its creation, and used only by that thread.
final class ZeroMQSocket: @unchecked Sendable {
  enum Kind {
    /// Receives requests together with who sent them, and answers those.
    case router
    /// Publishes, and hears of subscriptions.
    case publisher
    /// Answers one request after the other.
    case replier

    fileprivate var constant: Int32 {
      switch self {
      case .router: ZMQ_ROUTER
      case .publisher: ZMQ_XPUB
      case .replier: ZMQ_REP
      }
    }
  }

  let pointer: UnsafeMutableRawPointer?
  private let context: ZeroMQContext

  /// Milliseconds that the end of the process waits until the last messages have been sent.
  private static let linger: Int32 = 1_000
  /// Messages that wait for a front end which does not take them; later ones are dropped.
  private static let mostWaiting: Int32 = 100_000
  /// Bytes of one part of a message; a connection that sends a larger one is closed.
  private static let largestPart: Int64 = 256 << 20

  /// - Throws: ``JupyterError/addressTaken(address:reason:)``.
  init(_ kind: Kind, at endpoint: String, in context: ZeroMQContext) throws(JupyterError) {
    self.context = context
    pointer = zmq_socket(context.pointer, kind.constant)
    set(ZMQ_LINGER, Self.linger)
    set(ZMQ_SNDHWM, Self.mostWaiting)
    set(ZMQ_MAXMSGSIZE, Self.largestPart)
    switch kind {
    // A front end that comes back under its name replaces its dead connection.
    case .router: set(ZMQ_ROUTER_HANDOVER, Int32(1))
    // XPUB reports each subscription, even one that another front end already has.
    case .publisher: set(ZMQ_XPUB_VERBOSE, Int32(1))
    case .replier: break
    }
    guard pointer != nil, zmq_bind(pointer, endpoint) == 0 else {
      let reason = String(cString: zmq_strerror(zmq_errno()))
      zmq_close(pointer)
      throw .addressTaken(address: endpoint, reason: reason)
    }
  }

  private func set<Value>(_ option: Int32, _ value: Value) {
    withUnsafeBytes(of: value) { _ = zmq_setsockopt(pointer, option, $0.baseAddress, $0.count) }
  }

  /// The parts of the next message; nil if none is there, or if the context is shut down.
  ///
  /// - Parameter waits: True to wait for one.
  func receive(waits: Bool = false) -> [Data]? {
    var parts: [Data] = []
    while true {
      var part = zmq_msg_t()
      zmq_msg_init(&part)
      defer { zmq_msg_close(&part) }
      while zmq_msg_recv(&part, pointer, waits ? 0 : ZMQ_DONTWAIT) < 0 {
        if zmq_errno() != EINTR { return nil }
      }
      parts.append(zmq_msg_data(&part).map { Data(bytes: $0, count: zmq_msg_size(&part)) } ?? Data())
      if zmq_msg_more(&part) == 0 { return parts }
    }
  }

  /// Sends the parts of a message. One for a front end that is gone is dropped.
  func send(_ parts: [Data]) {
    for (index, part) in parts.enumerated() {
      let flags = ZMQ_DONTWAIT | (index + 1 < parts.count ? ZMQ_SNDMORE : 0)
      let isSent = part.withUnsafeBytes { bytes in
        var count: Int32
        repeat {
          count = zmq_send(pointer, bytes.baseAddress, bytes.count, flags)
        } while count < 0 && zmq_errno() == EINTR
        return count >= 0
      }
      // A message without its first part has no other parts.
      if !isSent { return }
    }
  }

  func close() { zmq_close(pointer) }
}
