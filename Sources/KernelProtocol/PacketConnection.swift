import CPackets
import Foundation
import Synchronization

/// One end of the kernel's socket pair: packets with preserved boundaries, a kind byte first, at most 64 KiB of payload
/// each.
///
/// JSON messages may be longer: all their packets except the last are of kind fragment. Their payloads begin with the
/// sender's process identifier, since a forked copy of the kernel may send while the kernel does, or die within a message.
/// Stream bytes may come between the fragments of a message, and never mix with them.
package final class PacketConnection: Sendable {
  /// The content of one packet, or of all fragments of a message.
  package enum Packet: Equatable, Sendable {
    case message(Data)
    case standardOutput(Data)
    case standardError(Data)
    /// The last report of a crashed process, as lines `key value`.
    case crash(String)
  }

  /// Waiting for a packet that is not there yet, or not.
  package enum Waiting: Sendable { case forNext, never }

  package let descriptor: Int32
  private static let senderBytes = 4
  private let sending = Mutex(())
  private let fragments = Mutex<[Data: Data]>([:])

  /// A connection over a `SOCK_SEQPACKET` socket, which it does not close.
  package init(descriptor: Int32) { self.descriptor = descriptor }

  /// Sends a message, split into as many packets as needed.
  ///
  /// - Returns: True if the other side is still there.
  @discardableResult
  package func send(_ message: some Encodable) -> Bool {
    (try? sendOrThrow(message)) ?? false
  }

  /// Sends a message whole.
  ///
  /// - Returns: True if the other side is still there.
  /// - Throws: An encoding error, for example of a number that JSON does not have.
  @discardableResult
  package func sendOrThrow(_ message: some Encodable) throws -> Bool {
    let data = try JSONEncoder().encode(message)
    let sender = withUnsafeBytes(of: getpid()) { Data($0) }
    return sending.withLock { _ in
      var rest = data[...]
      repeat {
        let part = rest.prefix(packet_payload_size - Self.senderBytes)
        rest = rest.dropFirst(part.count)
        let isSent = (sender + part).withUnsafeBytes {
          packet_send(descriptor, rest.isEmpty ? .message : .fragment, $0.baseAddress, $0.count) == 0
        }
        guard isSent else { return false }
      } while !rest.isEmpty
      return true
    }
  }

  /// The next complete packet or message; nil once the other side is gone, or if nothing is there and the call does not
  /// wait.
  package func receive(waiting: Waiting = .forNext) -> Packet? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: packet_payload_size + 1) { buffer in
      while true {
        let count = recv(descriptor, buffer.baseAddress, buffer.count, waiting == .never ? Int32(MSG_DONTWAIT) : 0)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return nil }
        if let packet = packet(kind: buffer[0], payload: Data(buffer[1..<count])) { return packet }
      }
    }
  }

  /// The packet of a payload; nil while more of it is to come, and for unknown kinds.
  private func packet(kind: UInt8, payload: Data) -> Packet? {
    switch packet_kind(rawValue: kind) {
    case .message:
      let sender = Data(payload.prefix(Self.senderBytes))
      let begun = fragments.withLock { $0.removeValue(forKey: sender) } ?? Data()
      return .message(begun + payload.dropFirst(Self.senderBytes))
    case .fragment:
      let sender = Data(payload.prefix(Self.senderBytes))
      fragments.withLock { $0[sender, default: Data()].append(payload.dropFirst(Self.senderBytes)) }
      return nil
    case .stdout: return .standardOutput(payload)
    case .stderr: return .standardError(payload)
    case .crash: return .crash(String(decoding: payload, as: UTF8.self))
    default: return nil
    }
  }
}
