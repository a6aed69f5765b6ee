import Display
import Files
import Foundation
import Jupyter
import KernelProtocol
import LanguageServer
import NotebookKit

extension FuzzTarget {
  /// JSON, and the messages between runner and kernel.
  static let protocols: [FuzzTarget] = [
    FuzzTarget(
      "json",
      texts: [#"{"a": [1, -2.5e3, true, null, "\u00e9\ud83d\ude00\n"], "b": {}}"#, "[[[]]]", "0"]
    ) { text in
      let json = try JSON(parsing: text.utf8)
      let again = [try JSON(parsing: json.line.utf8), try JSON(parsing: json.fileData)]
      precondition(again == [json, json], "JSON came back otherwise")
    },
    FuzzTarget(
      "kernel-message",
      seeds: {
        let bundle = MIMEBundle(
          plainText: "x", metadata: .init(alternativeText: "a", width: 1, height: 2))
        let events: [KernelEvent] = [
          .ready, .display(bundle, id: "1"), .update(bundle, id: "1"), .result(bundle),
          .inlineValue(bundle),
          .progress(ProgressReport(id: "1", label: "l", completed: 1, total: 2)),
          .finished(
            .threw(
              type: "E", description: "d", interrupted: false,
              trace: [CodePlace(unit: 1, offset: 2)])),
        ]
        return try events.map { try JSONEncoder().encode($0) }
      }
    ) { data in
      let event = try JSONDecoder().decode(KernelEvent.self, from: data)
      if case .display(let bundle, let id) = event { _ = try page([.display(bundle, id: id)]) }
    },
    FuzzTarget(
      "kernel-packets",
      seeds: {
        [
          Data(
            "\u{0}\u{6}Oab\u{0}\u{9}jPIDX{\"a\"\u{0}\u{7}JPIDX:1}\u{0}\u{1A}Xsignal 11\nstack-overflow 1\n"
              .utf8)
        ]
      }
    ) { data in
      try readPackets(data)
    },
    FuzzTarget(
      "crash-report", texts: ["signal 11\noverflow 1\nplace 3 4096\nplace 3 18446744073709551615\n"]
    ) { text in
      _ = CrashReport(text)
    },
    FuzzTarget(
      "editor-messages",
      seeds: {
        let bodies = [
          #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#,
          #"{"method":"exit"}"#, #"{"id":"a","error":{"code":-1,"message":"m"}}"#, #"{"id":null,"result":3}"#,
        ]
        return [Data(bodies.flatMap(FrameReader.frame)), Data("Content-Type: x\r\nContent-Length: 2\r\n\r\n{}".utf8)]
      }
    ) { data in
      var reader = FrameReader()
      reader.append(data.prefix(data.count / 2))
      try readMessages(&reader)
      reader.append(data.dropFirst(data.count / 2))
      try readMessages(&reader)
    },
  ]

  /// Messages of Jupyter's front ends, and the connection file.
  static let jupyter: [FuzzTarget] = [
    FuzzTarget(
      "jupyter-message",
      texts: ["id\0<IDS|MSG>\0\0{\"msg_type\": \"execute_request\"}\0{}\0{}\0{\"code\": \"1\"}\0buffer"]
    ) { text in
      var codec = MessageCodec(key: Data())
      let frames = text.split(separator: "\0", omittingEmptySubsequences: false).map { Data($0.utf8) }
      let message = try codec.decode(frames)
      let again = try codec.decode(codec.encode(message))
      precondition(again == message, "A message came back otherwise")
      _ = ExecuteRequest(message.content)
    },
    FuzzTarget(
      "jupyter-connection",
      texts: [
        #"{"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "ip": "a", "key": ""}"#
      ]
    ) { text in
      _ = try ConnectionFile(Data(text.utf8), path: "kernel.json")
    },
    FuzzTarget("jupyter-cell", texts: ["//| timeout: 5\nlet a = 1", "---\nseed: 1\n---"]) { text in
      _ = try FrontMatterBlock(text).map { try CellSettings($0, in: URL(filePath: "/tmp")) }
      _ = try Cell(reading: text, index: 0, frontMatter: FrontMatter(), file: "cell.swift")
    },
  ]

  private static func readMessages(_ reader: inout FrameReader) throws {
    while let body = try reader.next() {
      guard let message = (try? JSON(parsing: body)).flatMap(Message.init) else { continue }
      // Members that JSON-RPC does not define, such as a version, need not come back.
      precondition(Message(message.json) == message, "A message came back otherwise")
    }
  }

  /// Sends packets through a socket pair: each is a length in two bytes, then that many bytes.
  private static func readPackets(_ data: Data) throws {
    var ends: [Int32] = [0, 0]
    guard socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0 else { return }
    defer { for end in ends { close(end) } }
    let connection = PacketConnection(descriptor: ends[1])
    var rest = data
    while rest.count > 2 {
      let length = Int(rest.removeFirst()) << 8 | Int(rest.removeFirst())
      let packet = rest.prefix(length)
      rest = rest.dropFirst(length)
      // An empty packet is the end to a receiver; the kernel sends none.
      guard !packet.isEmpty else { continue }
      _ = packet.withUnsafeBytes {
        send(ends[0], $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
      }
      while let received = connection.receive(waiting: .never) {
        if case .crash(let text) = received { _ = CrashReport(text) }
      }
    }
  }
}
