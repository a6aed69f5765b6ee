import Files
import Foundation
import Synchronization

/// One message of Jupyter's protocol.
package struct JupyterMessage: Equatable, Sendable {
  /// Identities of the sender or of the recipient; on iopub, the topic.
  package var identities: [Data] = []
  package var header: JSON.Object
  /// The header of its request; empty if there is none.
  package var parent = JSON.Object()
  package var metadata = JSON.Object()
  package var content: JSON.Object
  package var buffers: [Data] = []

  /// A message of this kernel.
  package init(_ type: String, _ content: JSON.Object, parent: JSON.Object = JSON.Object()) {
    header = [
      "msg_id": .string(UUID().uuidString.lowercased()), "session": .string(Self.session), "username": "kernel",
      "date": .string(Self.now), "msg_type": .string(type), "version": .string(Self.protocolVersion),
    ]
    self.parent = parent
    self.content = content
  }

  init(
    identities: [Data], header: JSON.Object, parent: JSON.Object, metadata: JSON.Object, content: JSON.Object,
    buffers: [Data]
  ) {
    self.identities = identities
    self.header = header
    self.parent = parent
    self.metadata = metadata
    self.content = content
    self.buffers = buffers
  }

  /// The version of the protocol: 5.4 and what 5.5 adds to it.
  package static let protocolVersion = "5.5"

  /// The name of this kernel's process among sessions.
  private static let session = UUID().uuidString.lowercased()

  /// The time as ISO 8601 with fractions of seconds has it.
  private static var now: String { formatter.withLock { $0.string(from: Date()) } }

  private static let formatter = Mutex(Self.makeFormatter())

  private static func makeFormatter() -> ISO8601DateFormatter {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    return formatter
  }

  /// As in `execute_request`.
  package var type: String { header["msg_type"]?.string ?? "" }
  /// The name of the front end's session.
  package var session: String { header["session"]?.string ?? "" }

  /// The answer to this request, for who sent it.
  package func reply(_ type: String, _ content: JSON.Object) -> JupyterMessage {
    var reply = JupyterMessage(type, content, parent: header)
    reply.identities = identities
    return reply
  }

  /// A message of this kernel for all front ends.
  package static func published(_ type: String, _ content: JSON.Object, parent: JSON.Object) -> JupyterMessage {
    var message = JupyterMessage(type, content, parent: parent)
    message.identities = [Data("kernel.\(type)".utf8)]
    return message
  }
}
