import Display
import Testing

extension ChannelTests {
  @Suite("Displayed values", .serialized)
  struct DisplayChannelTests {
    @Test("A displayed value is updated by its handle or by its name")
    func valuesAndTheirUpdates() {
      let receiver = Receiver()
      display("first", id: "place").update("second")
      DisplayHandle(id: "place").update(3)
      #expect(
        receiver.values(at: "place") == [
          .display(MIMEBundle(plainText: "first"), id: "place"), .update(MIMEBundle(plainText: "second"), id: "place"),
          .update(MIMEBundle(plainText: "3"), id: "place"),
        ])
    }

    @Test("A name is never given twice")
    func namesAreNeverGivenTwice() {
      let receiver = Receiver()
      let names = (0..<3).map { display($0).id }
      #expect(Set(names).count == 3)
      for name in names { #expect(receiver.values(at: name).count == 1) }
    }
  }
}
