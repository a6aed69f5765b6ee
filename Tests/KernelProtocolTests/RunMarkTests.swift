import Foundation
import KernelProtocol
import Testing

@Suite("The mark of a run") struct RunMarkTests {
  @Test("Ending a run kills the processes that carry its mark, and no others") func ending() throws {
    let mark = RunMark()
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sleep")
    process.arguments = ["60"]
    process.environment = [RunMark.variable: mark.value, "PATH": "/usr/bin:/bin"]
    try process.run()
    while mark.isMarked(process.processIdentifier) == false, process.isRunning { usleep(1000) }
    #expect(RunMark().endProcesses() == [])
    #expect(mark.endProcesses().contains(process.processIdentifier))
    process.waitUntilExit()
    #expect(process.terminationStatus == SIGKILL)
  }
}
