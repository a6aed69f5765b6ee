import Files
import Foundation

/// Turns messages into frames and back, with signatures.
///
/// The frames: identities, a mark, the signature, then header, parent's header, metadata and content as JSON, then
/// buffers. The signature covers the four parts in the form in which they are sent.
package struct MessageCodec: Sendable {
  private let signature: MessageSignature?
  /// The signatures of received messages.
  private var seen: Set<Data> = []
  /// These signatures in order of arrival; the oldest is at `oldest` once the maximum number is reached.
  private var order: [Data] = []
  private var oldest = 0

  private static let mark = Data("<IDS|MSG>".utf8)
  /// Number of signatures that are remembered.
  private static let remembered = 1 << 16
  /// Levels of arrays and objects in a message.
  private static let deepest = 200

  /// - Parameter key: The key of the signatures; empty if messages carry none.
  package init(key: Data) { signature = key.isEmpty ? nil : MessageSignature(key: key) }

  package func encode(_ message: JupyterMessage) -> [Data] {
    let parts = [message.header, message.parent, message.metadata, message.content].map {
      Data(JSON.object($0).line.utf8)
    }
    let digest = Data((signature?.hexadecimal(of: parts) ?? "").utf8)
    return message.identities + [Self.mark, digest] + parts + message.buffers
  }

  /// - Throws: ``MessageRefusal``, and nothing else.
  package mutating func decode(_ frames: [Data]) throws(MessageRefusal) -> JupyterMessage {
    guard let mark = frames.firstIndex(of: Self.mark) else { throw .unmarked }
    let rest = Array(frames[(mark + 1)...])
    guard rest.count >= 5 else { throw .incomplete(count: rest.count) }
    let parts = Array(rest[1..<5])
    if let signature {
      guard signature.verifies(rest[0], of: parts) else { throw .wrongSignature }
      guard remember(rest[0]) else { throw .replayed }
    }
    var objects: [JSON.Object] = []
    for (name, part) in zip(["header", "parent header", "metadata", "content"], parts) {
      objects.append(try Self.object(part, name))
    }
    guard let type = objects[0]["msg_type"]?.string, !type.isEmpty else { throw .untyped }
    return JupyterMessage(
      identities: Array(frames[..<mark]), header: objects[0], parent: objects[1], metadata: objects[2],
      content: objects[3], buffers: Array(rest[5...]))
  }

  private static func object(_ part: Data, _ name: String) throws(MessageRefusal) -> JSON.Object {
    let value: JSON
    do { value = try JSON(parsing: part, maximumDepth: deepest) } catch {
      throw .malformed(part: name, reason: "\(error.reason) at byte \(error.offset)")
    }
    guard let object = value.object else { throw .malformed(part: name, reason: "it is not an object") }
    return object
  }

  /// - Returns: False if the signature was received before.
  private mutating func remember(_ digest: Data) -> Bool {
    guard seen.insert(digest).inserted else { return false }
    if order.count < Self.remembered {
      order.append(digest)
    } else {
      seen.remove(order[oldest])
      order[oldest] = digest
      oldest = (oldest + 1) % Self.remembered
    }
    return true
  }
}

/// The reason why a message is not taken.
package enum MessageRefusal: Error, Equatable, CustomStringConvertible {
  case unmarked
  case incomplete(count: Int)
  case wrongSignature
  case replayed
  case malformed(part: String, reason: String)
  case untyped

  package var description: String {
    switch self {
    case .unmarked: "its frames have no <IDS|MSG> mark."
    case .incomplete(let count): "only \(count) of the six parts after its delimiter are present."
    case .wrongSignature: "its signature is wrong. It was sent by a sender that does not know the kernel's key."
    case .replayed: "it is a repetition."
    case .malformed(let part, let reason): "its \(part) cannot be read: \(reason)."
    case .untyped: "its header has no message type."
    }
  }
}
