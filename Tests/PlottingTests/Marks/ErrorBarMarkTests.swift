import Plotting
import Testing

@Suite("Error bars")
struct ErrorBarMarkTests {
  @Test("Error bars reach as far as they say")
  func errorBarsReach() throws {
    let alone = try #require(try figure { ErrorBarMark(x: [1, 2], y: [5, 6], error: [1, 4]) }.geometry().first)
    #expect(alone.y.limits.contains(2) && alone.y.limits.contains(10) && !alone.y.limits.contains(1))
  }

  @Test("Given limits take precedence over error bars")
  func givenLimitsHold() throws {
    let bars = try #require(
      try figure { ErrorBarMark(x: [1, 2], y: [5, 6], below: [1, 2], above: [3, -4]) }.yLimits(0...10).geometry().first)
    #expect(bars.y.limits == 0...10)
  }
}
