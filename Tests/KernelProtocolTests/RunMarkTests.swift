import Display
import Foundation
import KernelProtocol
import TestSupport
import Testing

@Suite("The mark of a run")
struct RunMarkTests {
  @Test("A mark ends the processes that carry it, and no others")
  func marksEndTheirProcesses() throws {
    let mark = RunMark()
    let environment = [RunMark.variable: mark.value, "PATH": "/usr/bin:/bin"]
    let process = try Program(URL(filePath: "/bin/sleep"), ["60"], environment: environment).start()
    while mark.isMarked(process.identifier) == false, process.isRunning { usleep(1000) }
    #expect(RunMark().endProcesses() == [])
    #expect(mark.endProcesses().contains(process.identifier))
    let result = try process.result()
    #expect(result.isSignal && result.status == SIGKILL)
  }
}
