import Display
import Testing

@Suite("Interruption")
struct InterruptionTests {
  /// In a separate process: loops of other tests would also be interrupted.
  @Test("A check throws while interruption is requested")
  func checksThrowWhileRequested() async {
    await #expect(processExitsWith: .success) {
      try Interruption.check()
      Interruption.request(true)
      #expect(Interruption.isRequested)
      #expect(throws: Interrupted.self) { try Interruption.check() }
      Interruption.request(false)
      try Interruption.check()
    }
  }

  @Test("An interruption describes itself")
  func interruptionDescribesItself() {
    #expect(String(describing: Interrupted()) == "The run was interrupted.")
  }
}
