import Plotting
import Testing

@Suite("Ticks of time")
struct TimeTicksTests {
  @Test("Ticks of time are a clock's numbers")
  func time() throws {
    #expect(try tickLabels(0, 400, .linear, .time) == ["0:00", "1:00", "2:00", "3:00", "4:00", "5:00", "6:00"])
    #expect(try tickLabels(0, 7200, .linear, .time).last == "2:00:00")
    #expect(try tickLabels(0, 3, .linear, .time).prefix(2) == ["0.0", "0.5"])
  }
}
