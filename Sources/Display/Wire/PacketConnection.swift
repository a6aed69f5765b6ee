import Foundation
import Synchronization

/// One end of the kernel's socket pair: packets that keep their bounds, a kind byte first, at most 64 KiB each.
///
/// JSON messages may be longer: all their packets but the last have the kind of a fragment. Stream bytes may come between
/// the fragments of a message, and never mix with them.
package final class PacketConnection: Sendable {
  /// What one packet, or the fragments of a message, came to.
  package enum Packet: Sendable {
    case message(Data)
    case standardOutput(Data)
    case standardError(Data)
    /// The last words of a process that crashed, as lines `key value`.
    case crash(String)
  }

  package let descriptor: Int32
  private static let largestPayload = 65536
  private let sending = Mutex(())
  private let fragments = Mutex(Data())

  /// A connection over a `SOCK_SEQPACKET` socket, which it does not close.
  package init(descriptor: Int32) { self.descriptor = descriptor }

  /// Sends a message whole, in as many packets as it takes.
  ///
  /// - Returns: Whether the other side is still there.
  @discardableResult
  package func send(_ message: some Encodable) -> Bool {
    guard let data = try? JSONEncoder().encode(message) else { return false }
    return sending.withLock { _ in
      var rest = data[...]
      repeat {
        let part = rest.prefix(Self.largestPayload)
        rest = rest.dropFirst(part.count)
        guard sendPacket(kind: rest.isEmpty ? "J" : "j", part) else { return false }
      } while !rest.isEmpty
      return true
    }
  }

  private func sendPacket(kind: Unicode.Scalar, _ payload: Data) -> Bool {
    var packet = Data([UInt8(ascii: kind)])
    packet.append(payload)
    return packet.withUnsafeBytes { bytes in
      while true {
        let sent = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        if sent == bytes.count { return true }
        if sent < 0, errno == EINTR { continue }
        return false
      }
    }
  }

  /// Waits for the next whole packet or message; nil once the other side is gone.
  package func receive() -> Packet? {
    var buffer = [UInt8](repeating: 0, count: Self.largestPayload + 1)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      let payload = Data(buffer[1..<count])
      switch Unicode.Scalar(buffer[0]) {
      case "J": return .message(fragments.withLock { $0.takeAll() } + payload)
      case "j": fragments.withLock { $0.append(payload) }
      case "O": return .standardOutput(payload)
      case "E": return .standardError(payload)
      case "X": return .crash(String(decoding: payload, as: UTF8.self))
      default: continue
      }
    }
  }
}

extension Data {
  fileprivate mutating func takeAll() -> Data {
    defer { self = Data() }
    return self
  }
}
