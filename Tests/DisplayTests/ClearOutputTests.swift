import Display
import Testing

extension ChannelTests {
  @Suite("Clearing the output", .serialized)
  struct ClearOutputTests {
    @Test("A clearing is an event of its own, at once or later", arguments: [false, true])
    func clears(wait: Bool) {
      let receiver = Receiver()
      clearOutput(wait: wait)
      #expect(receiver.events == [.clear(wait: wait)])
    }
  }
}
