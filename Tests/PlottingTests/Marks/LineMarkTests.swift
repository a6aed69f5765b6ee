import Plotting
import TestSupport
import Testing

@Suite("Lines")
struct LineMarkTests {
  @Test("A line keeps a margin on all sides")
  func linesKeepAMargin() throws {
    let line = try #require(try plot(x: [0, 10], y: [0, 10]).geometry().first)
    #expect(line.x.limits == -0.5...10.5)
  }

  @Test("A line on a logarithmic axis leaves out values that have no position")
  func logarithmicAxesLeaveOutZeroAndBelow() throws {
    let plot = try #require(try plot(x: [1, 2, 3], y: [-5, 0, 100]).yScale(.log).geometry().first)
    #expect(plot.y.limits.lowerBound > 0 && plot.y.limits.contains(100))
  }

  @Test("Another number of x than of y stops with both counts")
  func unequalCountsStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LineMark(x: [1, 2], y: [1, 2, 3])
    }
    #expect(errorText(of: result).contains("needs as many x as y, not 2 and 3"))
  }
}
