import Display
import Testing

extension ChannelTests {
  @Suite("Clearing the output", .serialized)
  struct ClearOutputTests {
    @Test("Clearing is a separate event, immediate or deferred", arguments: [false, true])
    func clears(wait: Bool) {
      let receiver = Receiver()
      clearOutput(wait: wait)
      #expect(receiver.events == [.clear(wait: wait)])
    }
  }
}
