import Files
import Foundation
import Jupyter
import Testing

@Suite("Messages as frames")
struct MessageCodecTests {
  private let key = Data("secret".utf8)

  private func request(_ content: JSON.Object = ["code": "1"]) -> JupyterMessage {
    var message = JupyterMessage("execute_request", content)
    message.identities = [Data([0, 1, 2])]
    message.buffers = [Data([0xFF, 0])]
    return message
  }

  /// The frames of a request with a change.
  private func frames(_ change: (inout [Data]) -> Void) -> [Data] {
    var frames = MessageCodec(key: key).encode(request())
    change(&frames)
    return frames
  }

  @Test("A message is received as it was sent")
  func roundTrip() throws {
    var codec = MessageCodec(key: key)
    let message = request(["code": "let ü = \"\\n\"", "silent": .boolean(true)])
    #expect(try codec.decode(codec.encode(message)) == message)
  }

  @Test("The signature is that of Jupyter's own session for the same parts")
  func signature() {
    let signature = MessageSignature(key: Data("key".utf8))
    #expect(
      signature.hexadecimal(of: [Data("The quick brown fox ".utf8), Data("jumps over the lazy dog".utf8)])
        == "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")
  }

  @Test("A message that is signed by another key is refused")
  func wrongKey() {
    var codec = MessageCodec(key: Data("other".utf8))
    #expect(throws: MessageRefusal.wrongSignature) { try codec.decode(frames { _ in }) }
  }

  @Test("A message without a signature is refused")
  func noSignature() {
    var codec = MessageCodec(key: key)
    #expect(throws: MessageRefusal.wrongSignature) { try codec.decode(frames { $0[2] = Data() }) }
  }

  @Test("A message whose content was changed on the way is refused")
  func changedContent() {
    var codec = MessageCodec(key: key)
    #expect(throws: MessageRefusal.wrongSignature) { try codec.decode(frames { $0[6] = Data("{}".utf8) }) }
  }

  @Test("A message that arrives a second time is refused")
  func replay() throws {
    var codec = MessageCodec(key: key)
    let frames = frames { _ in }
    _ = try codec.decode(frames)
    #expect(throws: MessageRefusal.replayed) { try codec.decode(frames) }
  }

  @Test("A message without its mark is refused", arguments: [[], [Data()], [Data("x".utf8), Data("y".utf8)]])
  func unmarked(_ frames: [Data]) {
    var codec = MessageCodec(key: key)
    #expect(throws: MessageRefusal.unmarked) { try codec.decode(frames) }
  }

  @Test("A message that lacks frames is refused", arguments: 0..<5)
  func missingFrames(_ count: Int) {
    var codec = MessageCodec(key: key)
    #expect(throws: MessageRefusal.incomplete(count: count)) {
      try codec.decode(Array(frames { _ in }.prefix(2 + count)))
    }
  }

  @Test(
    "A part that is not a JSON object is refused",
    arguments: ["", "{", "[]", "null", "{\"a\":1,\"a\":2}", "{\"a\":NaN}", String(repeating: "[", count: 100_000)])
  func malformed(_ text: String) {
    var codec = MessageCodec(key: Data())
    let header = Data("{\"msg_type\":\"execute_request\"}".utf8)
    let frames = [Data("<IDS|MSG>".utf8), Data(), header, Data("{}".utf8), Data("{}".utf8), Data(text.utf8)]
    let refusal = #expect(throws: MessageRefusal.self) { try codec.decode(frames) }
    #expect(refusal?.description.hasPrefix("its content cannot be read: ") == true)
  }

  @Test("A message without a type is refused")
  func untyped() {
    var codec = MessageCodec(key: Data())
    let frames = ["<IDS|MSG>", "", "{}", "{}", "{}", "{}"].map { Data($0.utf8) }
    #expect(throws: MessageRefusal.untyped) { try codec.decode(frames) }
  }

  @Test("Without a key, messages carry no signature")
  func emptyKey() throws {
    var codec = MessageCodec(key: Data())
    let frames = codec.encode(request())
    #expect(frames[2].isEmpty)
    #expect(try codec.decode(frames).type == "execute_request")
  }

  @Test("The date of a message names its time zone")
  func date() {
    #expect(request().header["date"]?.string?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/) != nil)
  }
}
