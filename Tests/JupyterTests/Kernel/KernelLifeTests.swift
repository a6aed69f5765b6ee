import Files
import Foundation
import Jupyter
import TestSupport
import Testing

@Suite("A kernel's life")
struct KernelLifeTests {
  private static let endless =
    "import Foundation\nprint(\"runs\")\nwhile true { try Interruption.check(); usleep(1000) }"

  @Test("An interruption by message stops the cell and keeps its state")
  func interruptByMessage() throws {
    let front = try FrontEnd()
    try front.execute("let kept = 7")
    let execution = try front.execute(Self.endless) { output in
      if output.type == "stream" { front.send("interrupt_request", on: .control) }
    }
    #expect(execution.reply.content["ename"] == "Interrupted")
    #expect(try front.execute("kept").result == "7")
  }

  @Test("An interruption by signal does as well")
  func interruptBySignal() throws {
    let front = try FrontEnd()
    let execution = try front.execute(Self.endless) { output in
      if output.type == "stream" { front.signal(SIGINT) }
    }
    #expect(execution.reply.content["ename"] == "Interrupted")
    #expect(try front.execute("1").result == "1")
  }

  @Test("An interruption ends the compilation of a cell")
  func interruptCompilation() throws {
    let front = try FrontEnd()
    let sum = (0..<4000).map { "\($0) + \($0).5 * 2 - 1" }.joined(separator: ",")
    let execution = try front.execute("let all: [Double] = [\(sum)]") { output in
      if output.type == "execute_input" { front.send("interrupt_request", on: .control) }
    }
    #expect(execution.reply.content["ename"] == "Interrupted")
    #expect(try front.execute("1").result == "1")
  }

  @Test("A cell that never checks for interruption is ended, and the losses are reported")
  func endlessLoop() throws {
    let front = try FrontEnd()
    try front.execute("let lost = 7\nstruct Kept {}")
    let execution = try front.execute("print(\"runs\")\nwhile true {}") { output in
      if output.type == "stream" { front.send("interrupt_request", on: .control) }
    }
    #expect(execution.traceback.contains("the values of all variables from cell 1 on are lost"))
    #expect(try front.execute("Kept()").status == "ok")
  }

  @Test("After a trap, functions and types are there, and a lost variable is named")
  func trap() throws {
    let front = try FrontEnd()
    try front.execute("var total = 3\nfunc double(_ n: Int) -> Int { n * 2 }")
    let trap = try front.execute("let none: Int? = nil\nprint(none!)")
    #expect(trap.reply.content["ename"] == "Trap")
    #expect(trap.types == ["error"])
    #expect(try front.execute("double(4)").result == "8")
    let lost = try front.execute("total")
    #expect(
      lost.reply.content["evalue"]
        == "Not run, because `total` is lost: cell 1 set it, and the process that ran it has ended. Run cell 1 again."
    )
    try front.execute("var total = 5")
    #expect(try front.execute("double(total)").result == "10")
  }

  @Test("A process that ends between two cells is reported with the next one")
  func endBetweenCells() throws {
    let front = try FrontEnd()
    let execution = try front.execute("import Foundation\nlet process = getpid()\nprocess")
    kill(try #require(execution.result.flatMap { pid_t($0) }), SIGKILL)
    let next = try front.execute("1 + 1")
    #expect(next.result == "2")
    #expect(next.text("stderr").contains("the values of all variables from cell 1 on are lost"))
    #expect(next.text("stderr").contains("The cause: The kernel was ended by SIGKILL"))
  }

  @Test("The last words of a thread that ends the process between two cells are reported")
  func lateReason() throws {
    let front = try FrontEnd()
    let process = try front.execute(
      """
      import Foundation
      let process = getpid()
      Thread.detachNewThread {
        while !FileManager.default.fileExists(atPath: "go") { usleep(1000) }
        fatalError("late reason")
      }
      process
      """
    ).result.flatMap { pid_t($0) }
    try Data().write(to: front.folder.appending(path: "go"))
    while kill(try #require(process), 0) == 0 { usleep(1000) }
    let next = try front.execute("1 + 1")
    #expect(next.result == "2")
    #expect(next.text("stderr").contains("The cause: Fatal error: late reason. "))
  }

  @Test("A loss names the cells that ran, and no others")
  func lossOfCells() throws {
    let front = try FrontEnd()
    try front.execute("var first = 1")
    #expect(try front.execute("nope").status == "error")
    let trap = try front.execute("fatalError()")
    #expect(trap.traceback.hasSuffix("Of cell 1, run the cells again whose variables you need."))
    #expect(try front.execute("nope").status == "error")
    let second = try front.execute("fatalError()")
    #expect(second.traceback.hasSuffix("The next cell runs in a fresh process."))
  }

  @Test("After an expression that ends the process the losses are reported, and the next one runs in a fresh process")
  func trapInExpression() throws {
    let front = try FrontEnd()
    try front.execute("var kept = 2")
    let execution = try front.execute(
      "1", ["user_expressions": ["a": "[1][5]", "b": "kept", "c": "3"]])
    let values = execution.reply.content["user_expressions"]
    #expect(values?["a"]?["status"] == "error" && values?["b"]?["status"] == "error")
    #expect(values?["c"]?["data"]?["text/plain"] == "3")
    #expect(execution.text("stderr").contains("Of cells 1 to 2, run the cells again whose variables you need."))
  }

  @Test("Output of an expression belongs to its cell")
  func printInExpression() throws {
    let front = try FrontEnd()
    let execution = try front.execute("1", ["user_expressions": ["a": "{ print(\"from it\"); return 4 }()"]])
    #expect(execution.text() == "from it\n")
    #expect(execution.reply.content["user_expressions"]?["a"]?["data"]?["text/plain"] == "4")
  }

  @Test("Front matter whose cell was interrupted can be run again")
  func interruptedFrontMatter() throws {
    let front = try FrontEnd()
    let block = "---\nparams:\n  hop: 512\n---"
    let first = try front.execute(block) { output in
      if output.type == "execute_input" { front.send("interrupt_request", on: .control) }
    }
    if first.status != "ok" { #expect(try front.execute(block).status == "ok") }
    #expect(try front.execute("hop").result == "512")
  }

  @Test("A cell reads lines from the front end")
  func input() throws {
    let front = try FrontEnd()
    let id = front.send(
      "execute_request",
      [
        "code": "print(\"Who?\", terminator: \" \")\nprint(readLine() ?? \"-\", readLine() ?? \"-\")",
        "allow_stdin": .boolean(true),
      ])
    var text = ""
    for answer in ["Ada", "Grace"] {
      let question = try front.reply(to: id, on: .stdin)
      // The prompt is what was printed, unless that was sent before.
      text += question.content["prompt"]?.string ?? ""
      #expect(question.content["password"] == .boolean(false))
      front.send("input_reply", ["value": .string(answer)], on: .stdin, parent: question.header)
    }
    text += try front.outputs(of: id).compactMap { $0.content["text"]?.string }.joined()
    #expect(text == "Who? Ada Grace\n")
  }

  @Test("Lines of an answer that a cell leaves are not read by later cells")
  func restOfAnswer() throws {
    let front = try FrontEnd()
    func answer(_ code: String) throws -> String {
      let id = front.send("execute_request", ["code": .string(code), "allow_stdin": .boolean(true)])
      let question = try front.reply(to: id, on: .stdin)
      front.send("input_reply", ["value": "one\ntwo\nthree"], on: .stdin, parent: question.header)
      return try front.outputs(of: id).compactMap { $0.content["text"]?.string }.joined()
    }
    #expect(try answer("print(readLine() ?? \"-\")") == "one\n")
    #expect(try front.execute("readLine() == nil").result == "true")
    #expect(try answer("print(readLine() ?? \"-\", readLine() ?? \"-\")") == "one two\n")
    #expect(try answer("ungetc(getchar(), stdin)\nprint(readLine() ?? \"-\")") == "one\n")
  }

  @Test("A file that a cell uses as standard input is read further by later cells")
  func restOfFile() throws {
    let front = try FrontEnd()
    try front.execute("try \"one\\ntwo\\n\".write(toFile: \"in.txt\", atomically: true, encoding: .utf8)")
    #expect(try front.execute("freopen(\"in.txt\", \"r\", stdin)\nreadLine()!").result == "one")
    #expect(try front.execute("readLine()!").result == "two")
  }

  @Test("A thread that waits for input does not keep later cells from reading")
  func inputOfThread() throws {
    let front = try FrontEnd()
    let id = front.send(
      "execute_request",
      [
        "code": "import Foundation\nThread.detachNewThread { _ = readLine() }\nsleep(1)", "allow_stdin": .boolean(true),
      ])
    _ = try front.reply(to: id, on: .stdin)
    #expect(try front.reply(to: id).content["status"] == "ok")
    #expect(try front.execute("readLine() == nil").result == "true")
  }

  @Test("If a front end takes no input, standard input is at its end")
  func noInput() throws {
    let front = try FrontEnd()
    #expect(try front.execute("readLine() == nil").result == "true")
  }

  @Test("An interruption ends a cell that waits for input, and the next one can read")
  func interruptInput() throws {
    let front = try FrontEnd()
    try front.execute("let kept = 7")
    let id = front.send("execute_request", ["code": "let line = readLine()", "allow_stdin": .boolean(true)])
    _ = try front.reply(to: id, on: .stdin)
    front.send("interrupt_request", on: .control)
    #expect(try front.reply(to: id).content["ename"] == "Interrupted")
    let second = front.send(
      "execute_request", ["code": "print(kept, readLine() ?? \"-\")", "allow_stdin": .boolean(true)])
    let question = try front.reply(to: second, on: .stdin)
    front.send("input_reply", ["value": "x"], on: .stdin, parent: question.header)
    #expect(try front.outputs(of: second).compactMap { $0.content["text"]?.string }.joined() == "7 x\n")
  }

  @Test("Requests are answered while a cell runs, and a message says that the cell continues")
  func besideCell() throws {
    let front = try FrontEnd()
    let id = front.send("execute_request", ["code": .string(Self.endless)])
    while try front.reply(to: id, on: .iopub).type != "stream" {}
    #expect(try front.ask("kernel_info_request")["status"] == "ok")
    #expect(try front.ask("is_complete_request", ["code": "1"])["status"] == "complete")
    #expect(try front.reply(to: id, on: .iopub).content["execution_state"] == "busy")
    front.send("interrupt_request", on: .control)
    #expect(try front.reply(to: id).content["status"] == "error")
  }

  @Test("A shutdown in the middle of a cell is answered, and the process ends")
  func shutdown() throws {
    let front = try FrontEnd()
    let id = front.send("execute_request", ["code": .string(Self.endless)])
    while try front.reply(to: id, on: .iopub).type != "stream" {}
    let request = front.send("shutdown_request", ["restart": .boolean(true)], on: .control)
    #expect(try front.reply(to: request, on: .control).content["restart"] == .boolean(true))
    #expect(try front.end()?.status == 0)
  }

  @Test("A signal to end is obeyed")
  func terminate() throws {
    let front = try FrontEnd()
    try front.execute("1")
    front.signal(SIGTERM)
    #expect(try front.end()?.status == 0)
  }

  @Test("A cell that exceeds its memory limit is ended, and the kernel continues")
  func memory() throws {
    let front = try FrontEnd(options: ["--memory-limit", "600M"])
    let execution = try front.execute(
      "import Foundation\nvar held: [[UInt8]] = []\nwhile true { held.append([UInt8](repeating: 1, count: 50 << 20)); usleep(9000) }"
    )
    #expect(execution.reply.content["ename"] == "ResourceLimit")
    #expect(try front.execute("2").result == "2")
  }
}
