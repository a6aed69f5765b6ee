import Plotting
import Testing

@Suite("Bars")
struct BarMarkTests {
  @Test("Bars begin at zero and fill their slots")
  func barsBeginAtZero() throws {
    let bars = try #require(try bar(x: ["a", "b"], y: [3, 5]).geometry().first)
    #expect(bars.y.limits.lowerBound == 0 && abs(bars.y.limits.upperBound - 5.25) < 1e-9)
    #expect(bars.x.limits == -0.5...1.5)
  }
}
