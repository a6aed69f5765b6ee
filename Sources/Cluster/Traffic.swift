/// Messages and bytes that a rank has exchanged with the others.
///
/// ```swift
/// let before = try Ranks.all.traffic
/// try learner.distributed { try learner.fit(epochs: 1) }
/// print(try Ranks.all.traffic - before)
/// ```
public struct Traffic: Equatable, Sendable, CustomStringConvertible {
  /// Messages to other ranks.
  public var messagesSent = 0
  /// Bytes of these.
  public var bytesSent = 0
  /// Messages from other ranks.
  public var messagesReceived = 0
  /// Bytes of these.
  public var bytesReceived = 0

  /// No traffic.
  public init() {}

  /// The traffic since an earlier moment.
  public static func - (later: Traffic, earlier: Traffic) -> Traffic {
    var difference = later
    difference.messagesSent -= earlier.messagesSent
    difference.bytesSent -= earlier.bytesSent
    difference.messagesReceived -= earlier.messagesReceived
    difference.bytesReceived -= earlier.bytesReceived
    return difference
  }

  /// As in `sent 3 messages, 120 bytes; received 3 messages, 120 bytes`.
  public var description: String {
    "sent \(messagesSent) messages, \(bytesSent) bytes; received \(messagesReceived) messages, \(bytesReceived) bytes"
  }
}
