import Files
import Foundation
import Jupyter
import TestSupport
import Testing

@Suite("A kernel under attack")
struct KernelAttackTests {
  @Test("Invalid messages are refused and logged, and the kernel continues")
  func malformed() throws {
    let front = try FrontEnd()
    let (good, _) = front.frames("execute_request", ["code": "print(\"stolen\")"])
    var changed = good
    changed[5] = Data("{\"code\":\"print(1)\"}".utf8)
    for channel in [FrontEnd.Channel.shell, .control, .stdin] {
      front.send([Data()], on: channel)
      front.send([Data("<IDS|MSG>".utf8)], on: channel)
      front.send(Array(good.prefix(4)), on: channel)
      front.send(changed, on: channel)
      front.send(good.map { _ in Data([0xFF]) }, on: channel)
    }
    let execution = try front.execute("1 + 1")
    #expect(execution.result == "2")
    #expect(execution.reply.content["execution_count"] == .integer(1))
    front.signal(SIGTERM)
    let log = try front.end()?.errors ?? ""
    for sentence in ["its frames have no <IDS|MSG> mark.", "its signature is wrong.", "parts after its delimiter"] {
      #expect(log.contains(sentence))
    }
  }

  @Test("A message that is sent again is not executed again")
  func replay() throws {
    let front = try FrontEnd()
    let (frames, id) = front.frames("execute_request", ["code": "1"])
    front.send(frames)
    _ = try front.reply(to: id)
    front.send(frames)
    #expect(try front.execute("2").reply.content["execution_count"] == .integer(2))
  }

  @Test("Requests with content of other types are answered")
  func wrongTypes() throws {
    let front = try FrontEnd()
    #expect(try front.ask("execute_request", ["code": .integer(1)])["status"] == "error")
    #expect(try front.ask("complete_request", ["code": [], "cursor_pos": "x"])["status"] == "ok")
    #expect(try front.ask("inspect_request")["found"] == .boolean(false))
    #expect(
      try front.ask(
        "history_request", ["hist_access_type": "range", "session": .integer(.min), "start": .integer(.min)])["status"]
        == "ok")
    #expect(try front.ask("is_complete_request", ["code": .null])["status"] == "complete")
    #expect(try front.execute("2").result == "2")
  }

  @Test("A message of unknown type leaves the kernel idle")
  func unknownType() throws {
    let front = try FrontEnd()
    #expect(try front.outputs(of: front.send("teleport_request")).isEmpty)
  }

  @Test("Binary buffers do not disturb a request")
  func buffers() throws {
    let front = try FrontEnd()
    let (frames, id) = front.frames("execute_request", ["code": "1"])
    front.send(frames + [Data(repeating: 0xFF, count: 1 << 20), Data()])
    #expect(try front.reply(to: id).content["status"] == "ok")
  }

  @Test("A flood of requests is answered to the last one")
  func flood() throws {
    let front = try FrontEnd()
    let ids = (0..<2_000).map { _ in front.send("comm_info_request") }
    for id in ids { #expect(try front.reply(to: id).type == "comm_info_reply") }
  }

  @Test("A front end that vanishes while its cell runs leaves the kernel to the others")
  func vanishes() throws {
    let front = try FrontEnd()
    let other = try FrontEnd(joining: front)
    other.send(
      "execute_request", ["code": "import Foundation\nlet left = 5\nfor _ in 0..<50 { print(left); usleep(1000) }"])
    while try front.receive(.iopub).type != "stream" {}
    other.disconnect()
    #expect(try front.execute("left").result == "5")
  }

  @Test("Two front ends share one state, and each sees the other's effects")
  func twoFrontEnds() throws {
    let front = try FrontEnd()
    let other = try FrontEnd(joining: front)
    try front.execute("let shared = 5")
    #expect(try other.execute("shared").result == "5")
    var seen: [String] = []
    while seen.last != "execute_result" { seen.append(try front.receive(.iopub).type) }
    #expect(seen.contains("execute_input"))
  }

  @Test("An error of one front end does not abort the requests of the other")
  func separateQueues() throws {
    let front = try FrontEnd()
    let other = try FrontEnd(joining: front)
    let wait = front.send("execute_request", ["code": "import Foundation\nusleep(300_000)\nthrow CancellationError()"])
    let queued = other.send("execute_request", ["code": "1"])
    #expect(try front.reply(to: wait).content["status"] == "error")
    #expect(try other.reply(to: queued).content["status"] == "ok")
  }

  @Test("A cell that floods its output is cut, with a message")
  func outputFlood() throws {
    let front = try FrontEnd()
    let execution = try front.execute(
      "let line = String(repeating: \"x\", count: 999)\nfor _ in 0..<20_000 { print(line) }")
    #expect(execution.text().utf8.count <= 10 << 20)
    #expect(execution.text("stderr").contains("bytes of output were left out"))
  }

  @Test("An answer without a question is ignored")
  func strayInput() throws {
    let front = try FrontEnd()
    front.send("input_reply", ["value": "x"], on: .stdin)
    #expect(try front.execute("readLine() == nil").result == "true")
  }
}
