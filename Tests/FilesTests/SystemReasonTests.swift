import Files
import Foundation
import Testing

@Suite("The system's reason of a failure") struct SystemReasonTests {
  @Test("An error of Foundation includes the reason of the underlying system call") func foundation() {
    let error = #expect(throws: (any Error).self) { try Data(contentsOf: URL(filePath: "/no such file")) }
    #expect(error.map(SystemReason.of) == "No such file or directory")
  }

  @Test("A value of errno is described in words") func errno() {
    #expect(SystemReason.of(ENOSPC) == "No space left on device")
  }
}
