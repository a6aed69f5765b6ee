import Files
import Foundation
import Jupyter
import TestSupport
import Testing

@Suite("The kernel's protocol")
struct KernelProtocolTests {
  @Test("Each omitted value is reported once")
  func notShownOnce() throws {
    let front = try FrontEnd()
    let execution = try front.execute("import Foundation\nclose(1)")
    let text = execution.text("stderr")
    #expect(!text.isEmpty && text.split(separator: "\n").count == Set(text.split(separator: "\n")).count)
  }

  @Test("The kernel reports its language on shell and on control")
  func information() throws {
    let front = try FrontEnd()
    let content = try front.ask("kernel_info_request")
    #expect(content["protocol_version"] == "5.5")
    #expect(content["language_info"]?["name"] == "swift")
    #expect(content["language_info"]?["file_extension"] == ".swift")
    #expect(content["help_links"]?.array?.first?["url"] == "https://docs.swift.org/swift-book/")
    let id = front.send("kernel_info_request", on: .control)
    #expect(try front.reply(to: id, on: .control).content["implementation"] == "etude")
  }

  @Test("Over TCP, a kernel answers the heartbeat and requests")
  func tcp() throws {
    let front = try FrontEnd(ports: FreePorts.five())
    #expect(try front.beat(Data("ping".utf8)) == Data("ping".utf8))
    #expect(try front.execute("1 + 1").result == "2")
  }

  @Test("A later cell sees earlier declarations, and its value has its number")
  func state() throws {
    let front = try FrontEnd()
    try front.execute("let a = 20")
    let execution = try front.execute("a + 1")
    #expect(execution.result == "21")
    #expect(execution.reply.content["execution_count"] == .integer(2))
    #expect(execution.outputs.map(\.type) == ["execute_input", "execute_result"])
  }

  @Test("Printed text and displayed values arrive in order")
  func order() throws {
    let front = try FrontEnd()
    let execution = try front.execute("print(1)\ndisplay(\"two\")\nprint(3)")
    #expect(execution.types == ["stream", "display_data", "stream"])
    #expect(execution.text() == "1\n3\n")
  }

  @Test("An update names the display that it changes")
  func update() throws {
    let front = try FrontEnd()
    let execution = try front.execute("let place = display(1)\nplace.update(2)")
    #expect(execution.types == ["display_data", "update_display_data"])
    let names = execution.outputs.compactMap { $0.content["transient"]?["display_id"]?.string }
    #expect(names.count == 2 && names[0] == names[1])
  }

  @Test("A cell that does not compile leaves one error, on its own lines")
  func compileError() throws {
    let front = try FrontEnd()
    let execution = try front.execute("let a = 1\nlet b = nowhere")
    #expect(execution.status == "error")
    #expect(execution.types == ["error"])
    #expect(execution.traceback.contains("Cell 1, line 2, column 9: error: cannot find 'nowhere' in scope"))
  }

  @Test("A trace leads through the cells, each by its number and line")
  func trace() throws {
    let front = try FrontEnd()
    try front.execute("struct Off: Error {}\nfunc f() throws { throw Off() }")
    let execution = try front.execute("let x = 1\ntry f()")
    #expect(execution.reply.content["ename"] == "Off")
    #expect(execution.traceback.contains("Cell 1, line 2: func f() throws { throw Off() }\nCell 2, line 2: try f()"))
  }

  @Test("A silent execution publishes nothing and is not counted")
  func silent() throws {
    let front = try FrontEnd()
    #expect(try front.execute("print(1)\nlet quiet = 5", ["silent": .boolean(true)]).outputs.isEmpty)
    let execution = try front.execute("quiet")
    #expect(execution.result == "5")
    #expect(execution.reply.content["execution_count"] == .integer(1))
  }

  @Test("Expressions are evaluated after the cell, and one that fails leaves the others")
  func expressions() throws {
    let front = try FrontEnd()
    let execution = try front.execute("let a = 2", ["user_expressions": ["double": "a * 2", "none": "nowhere"]])
    let values = execution.reply.content["user_expressions"]
    #expect(values?["double"]?["data"]?["text/plain"] == "4")
    #expect(values?["none"]?["status"] == "error")
  }

  @Test("An error aborts later requests of the same front end")
  func abort() throws {
    let front = try FrontEnd()
    let ids = ["struct Off: Error {}\nthrow Off()", "print(1)", "print(2)"].map {
      front.send("execute_request", ["code": .string($0)])
    }
    #expect(try ids.map { try front.reply(to: $0).content["status"]?.string } == ["error", "aborted", "aborted"])
    #expect(try front.execute("3").result == "3")
  }

  @Test("A cell that is aborted gets no number")
  func abortedNumber() throws {
    let front = try FrontEnd()
    let ids = ["let = 1", "print(1)"].map { front.send("execute_request", ["code": .string($0)]) }
    #expect(try front.reply(to: ids[0]).content["execution_count"] == .integer(1))
    #expect(try front.reply(to: ids[1]).content == ["status": "aborted"])
    #expect(try front.execute("2").reply.content["execution_count"] == .integer(2))
  }

  @Test("A cell that is refused at once aborts the queued ones, a silent one aborts nothing")
  func abortAtOnce() throws {
    let front = try FrontEnd()
    try front.execute("1")
    let ids = ["%nonsense", "print(1)"].map { front.send("execute_request", ["code": .string($0)]) }
    #expect(try ids.map { try front.reply(to: $0).content["status"]?.string } == ["error", "aborted"])
    let silent = front.send("execute_request", ["code": "let = 1", "silent": .boolean(true)])
    let next = front.send("execute_request", ["code": "2"])
    #expect(try front.reply(to: silent).content["status"] == "error")
    #expect(try front.reply(to: next).content["status"] == "ok")
  }

  @Test("A front end that does not announce support is not asked for input")
  func noInput() throws {
    let front = try FrontEnd()
    let id = front.send("execute_request", ["code": "readLine() ?? \"none\""])
    #expect(try front.outputs(of: id).contains { $0.type == "execute_result" || $0.type == "error" })
  }

  @Test("Without stop_on_error, the code after an error runs")
  func goesOn() throws {
    let front = try FrontEnd()
    let ids = ["struct Off: Error {}\nthrow Off()", "print(1)"].map {
      front.send("execute_request", ["code": .string($0), "stop_on_error": .boolean(false)])
    }
    #expect(try ids.map { try front.reply(to: $0).content["status"]?.string } == ["error", "ok"])
  }

  @Test("A cell clears its outputs by a message")
  func clear() throws {
    let front = try FrontEnd()
    let execution = try front.execute("print(1)\nclearOutput(wait: true)\nprint(2)")
    #expect(execution.types == ["stream", "clear_output", "stream"])
    #expect(execution.outputs[2].content == ["wait": .boolean(true)])
  }

  @Test("Code is complete, incomplete, or invalid")
  func completeness() throws {
    let front = try FrontEnd()
    let answers = try ["let a = 1", "func f() {", "let = 3"].map { code in
      try front.ask("is_complete_request", ["code": .string(code)])
    }
    #expect(answers.map { $0["status"]?.string } == ["complete", "incomplete", "invalid"])
    #expect(answers[1]["indent"] == "  ")
  }

  @Test("The history contains the executed inputs, and a later kernel has it")
  func history() throws {
    let front = try FrontEnd()
    try front.execute("let a = 1")
    try front.execute("a")
    let content = try front.ask(
      "history_request", ["hist_access_type": "tail", "n": .integer(1), "output": .boolean(true)])
    #expect(content["history"]?.array?.first?.array?.last == ["a", "1"])
  }

  @Test("A comm for an unknown target is closed")
  func comms() throws {
    let front = try FrontEnd()
    #expect(try front.ask("comm_info_request")["comms"] == [:])
    let id = front.send("comm_open", ["comm_id": "7", "target_name": "widget", "data": [:]])
    #expect(try front.outputs(of: id).map(\.type) == ["comm_close"])
  }

  @Test("Front matter in the first cell sets parameters and options of all cells")
  func frontMatter() throws {
    let front = try FrontEnd()
    #expect(try front.execute("---\nparams:\n  hop: 512\nexecute:\n  timeout: 60\n---").status == "ok")
    #expect(try front.execute("hop * 2").result == "1024")
    #expect(try front.execute("---\nparams:\n  hop: 512\nexecute:\n  timeout: 60\n---").status == "ok")
    let late = try front.execute("---\nparams:\n  hop: 256\n---")
    #expect(late.reply.content["evalue"]?.string?.hasPrefix("Front matter must come before") == true)
  }

  @Test("A line of another kernel is refused with what to write instead")
  func directive() throws {
    let front = try FrontEnd()
    let execution = try front.execute("%install '.package(url: \"https://example.org/a\", from: \"1.0.0\")' A")
    #expect(execution.status == "error")
    #expect(execution.traceback.contains("Write in the front matter"))
  }
}

/// Ports that are free at the moment.
enum FreePorts {
  static func five() -> [Int] {
    let sockets = (0..<5).map { _ in socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
    defer { for socket in sockets { close(socket) } }
    return sockets.map { socket in
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = inet_addr("127.0.0.1")
      var size = socklen_t(MemoryLayout.size(ofValue: address))
      return withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket, $0, size)
          getsockname(socket, $0, &size)
        }
        return Int(pointer.pointee.sin_port.bigEndian)
      }
    }
  }
}
