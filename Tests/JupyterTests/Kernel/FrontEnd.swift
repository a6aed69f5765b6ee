import CZeroMQ
import Files
import Foundation
import Jupyter
import TestSupport

/// A front end of our own: it starts a kernel as Jupyter does, and talks to it over real sockets.
final class FrontEnd {
  /// The result of one execution.
  struct Execution {
    var reply: JupyterMessage
    /// The messages published for it, except those about the kernel being busy or idle.
    var outputs: [JupyterMessage]

    var status: String? { reply.content["status"]?.string }
    var types: [String] { outputs.map(\.type).filter { $0 != "execute_input" } }

    /// The text of a stream.
    func text(_ name: String = "stdout") -> String {
      outputs.filter { $0.type == "stream" && $0.content["name"]?.string == name }
        .compactMap { $0.content["text"]?.string }.joined()
    }

    /// The plain text of the value.
    var result: String? { outputs.first { $0.type == "execute_result" }?.content["data"]?["text/plain"]?.string }
    var traceback: String { (reply.content["traceback"]?.array ?? []).compactMap(\.string).joined(separator: "\n") }
  }

  enum Channel: Int { case shell, control, stdin, iopub, heartbeat }

  /// A message that a kernel should have sent and did not.
  struct NothingCame: Error { var channel: Channel }

  let folder: URL
  private let context = zeromq_open() == 0 ? zmq_ctx_new() : nil
  private var sockets: [UnsafeMutableRawPointer?] = []
  private let codec: MessageCodec
  private let session = UUID().uuidString
  private var kernel: RunningProgram?
  private let connection: JSON
  /// True if this front end has started the kernel, and ends it.
  private let isOwner: Bool

  private static let key = "a key of the tests"
  /// Milliseconds after which a test fails instead of waiting forever.
  private static let patience: Int32 = 300_000

  /// Starts a kernel, over sockets in the file system or, with ports, over TCP.
  init(ports: [Int]? = nil, options: [String] = []) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "etude-jupyter-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let names = ["shell_port", "control_port", "stdin_port", "iopub_port", "hb_port"]
    var description = JSON.Object(zip(names, ports ?? [1, 2, 3, 4, 5]).map { ($0, .integer($1)) })
    description["transport"] = ports == nil ? "ipc" : "tcp"
    description["ip"] = .string(ports == nil ? folder.appending(path: "k").path : "127.0.0.1")
    description["key"] = .string(Self.key)
    description["signature_scheme"] = "hmac-sha256"
    connection = .object(description)
    codec = MessageCodec(key: Data(Self.key.utf8))
    isOwner = true
    let file = folder.appending(path: "connection.json")
    try connection.fileData.write(to: file)
    var program = try Program.built("etude", ["jupyter", "kernel", file.path] + options, in: folder)
    program.environment["XDG_DATA_HOME"] = folder.appending(path: "data").path
    kernel = try program.start()
    connect()
    // A client that knows that the subscription has arrived misses nothing.
    while try receive(.iopub).type != "iopub_welcome" {}
  }

  /// Joins the kernel of another front end.
  init(joining other: FrontEnd) throws {
    (folder, connection, codec, isOwner) = (other.folder, other.connection, other.codec, false)
    connect()
    while try receive(.iopub).type != "iopub_welcome" {}
  }

  private func connect() {
    let identity = Array(session.utf8)
    for (channel, kind) in [ZMQ_DEALER, ZMQ_DEALER, ZMQ_DEALER, ZMQ_SUB, ZMQ_REQ].enumerated() {
      let socket = zmq_socket(context, kind)
      var (patience, linger) = (Self.patience, Int32(0))
      zmq_setsockopt(socket, ZMQ_RCVTIMEO, &patience, 4)
      zmq_setsockopt(socket, ZMQ_LINGER, &linger, 4)
      if kind == ZMQ_DEALER { zmq_setsockopt(socket, ZMQ_ROUTING_ID, identity, identity.count) }
      if kind == ZMQ_SUB { zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "", 0) }
      let port = ["shell_port", "control_port", "stdin_port", "iopub_port", "hb_port"][channel]
      let number = connection[port]?.integer ?? 0
      let address = connection["ip"]?.string ?? ""
      zmq_connect(
        socket, connection["transport"] == "ipc" ? "ipc://\(address)-\(number)" : "tcp://\(address):\(number)")
      sockets.append(socket)
    }
  }

  deinit {
    disconnect()
    guard isOwner else { return }
    kernel?.send(signal: SIGTERM)
    _ = try? kernel?.result()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Closes the sockets, like a front end that disappears.
  func disconnect() {
    for socket in sockets { zmq_close(socket) }
    sockets = []
    if let context, isOpen { zmq_ctx_term(context) }
    isOpen = false
  }

  private var isOpen = true

  /// Sends a signal to the kernel.
  func signal(_ number: Int32) { kernel?.send(signal: number) }

  /// Waits for the kernel's end.
  func end() throws -> ProgramResult? {
    defer { kernel = nil }
    return try kernel?.result()
  }

  // MARK: - Messages

  /// Sends frames as they are.
  func send(_ frames: [Data], on channel: Channel = .shell) {
    for (index, frame) in frames.enumerated() {
      _ = frame.withUnsafeBytes {
        zmq_send(sockets[channel.rawValue], $0.baseAddress, $0.count, index + 1 < frames.count ? ZMQ_SNDMORE : 0)
      }
    }
  }

  /// The frames of a request of this front end.
  func frames(_ type: String, _ content: JSON.Object, parent: JSON.Object = [:]) -> (frames: [Data], id: String) {
    var message = JupyterMessage(type, content, parent: parent)
    message.header["session"] = .string(session)
    return (codec.encode(message), message.header["msg_id"]?.string ?? "")
  }

  /// Sends a request; its identifier.
  @discardableResult
  func send(_ type: String, _ content: JSON.Object = [:], on channel: Channel = .shell, parent: JSON.Object = [:])
    -> String
  {
    let (frames, id) = frames(type, content, parent: parent)
    send(frames, on: channel)
    return id
  }

  private func receiveFrames(_ channel: Channel) throws -> [Data] {
    var frames: [Data] = []
    repeat {
      var part = zmq_msg_t()
      zmq_msg_init(&part)
      defer { zmq_msg_close(&part) }
      guard zmq_msg_recv(&part, sockets[channel.rawValue], 0) >= 0 else { throw NothingCame(channel: channel) }
      frames.append(zmq_msg_data(&part).map { Data(bytes: $0, count: zmq_msg_size(&part)) } ?? Data())
      if zmq_msg_more(&part) == 0 { return frames }
    } while true
  }

  /// The next message; its signature is checked.
  func receive(_ channel: Channel) throws -> JupyterMessage {
    var codec = codec
    return try codec.decode(receiveFrames(channel))
  }

  /// The next message on a channel that belongs to a request.
  func reply(to id: String, on channel: Channel = .shell) throws -> JupyterMessage {
    while true {
      let message = try receive(channel)
      if message.parent["msg_id"]?.string == id { return message }
    }
  }

  /// Sends bytes to the heartbeat and returns the answer.
  func beat(_ bytes: Data) throws -> Data? {
    send([bytes], on: .heartbeat)
    return try receiveFrames(.heartbeat).first
  }

  // MARK: - Requests

  /// Sends a request on shell and waits for its answer.
  func ask(_ type: String, _ content: JSON.Object = [:]) throws -> JSON.Object {
    try reply(to: send(type, content)).content
  }

  /// The messages published for a request until the kernel is idle.
  ///
  /// - Parameter onOutput: Called for each message as it comes.
  func outputs(of id: String, onOutput: (JupyterMessage) throws -> Void = { _ in }) throws -> [JupyterMessage] {
    var outputs: [JupyterMessage] = []
    while true {
      let message = try reply(to: id, on: .iopub)
      if message.type != "status" {
        outputs.append(message)
        try onOutput(message)
      } else if message.content["execution_state"] == "idle" {
        return outputs
      }
    }
  }

  /// Executes code and waits for its end.
  @discardableResult
  func execute(
    _ code: String, _ options: JSON.Object = [:], onOutput: (JupyterMessage) throws -> Void = { _ in }
  ) throws -> Execution {
    var content: JSON.Object = ["code": .string(code), "allow_stdin": .boolean(false)]
    for member in options.members { content[member.name] = member.value }
    let id = send("execute_request", content)
    let outputs = try outputs(of: id, onOutput: onOutput)
    return Execution(reply: try reply(to: id), outputs: outputs)
  }
}
