import Foundation
import TestSupport
import Testing

@Suite("Programs run by tests")
struct ProgramTests {
  private func shell(_ script: String, input: String = "") -> Program {
    Program(URL(filePath: "/bin/sh"), ["-c", script], input: Data(input.utf8))
  }

  @Test("A program returns its status and both outputs")
  func programsGiveStatusAndOutputs() throws {
    let result = try shell("echo out; echo err >&2; exit 3").run()
    #expect(result.status == 3 && !result.isSignal && result.output == "out\n" && result.errors == "err\n")
  }

  @Test("A program gets its input, environment and folder")
  func programsGetWhatTheyAreGiven() throws {
    var program = shell("cat; echo $WORD; pwd", input: "in\n")
    program.environment = ["WORD": "word"]
    program.folder = URL(filePath: "/")
    #expect(try program.run().output == "in\nword\n/\n")
  }

  @Test("Two outputs larger than a pipe do not block each other")
  func largeOutputsDoNotBlock() throws {
    let result = try shell("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero").run()
    #expect(result.output.utf8.count == 300_000 && result.errors.utf8.count == 300_000)
  }

  @Test("A signal that ends a program is distinguished from a status")
  func signalsAreTold() throws {
    let program = try shell("sleep 30").start()
    program.send(signal: SIGKILL)
    let result = try program.result()
    #expect(result.isSignal && result.status == SIGKILL)
  }

  @Test("A program that is not built is named with the command that builds it")
  func missingProgramsAreNamed() {
    let error = #expect(throws: NotBuilt.self) { try Program.built("no-such-program") }
    #expect(error?.description.hasSuffix("no-such-program. Run `swift build -c release` first.") == true)
  }
}
