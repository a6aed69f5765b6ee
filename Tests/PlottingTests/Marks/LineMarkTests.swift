import Images
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

  /// The share of samples that differ by more than the edges of two antialiased lines do.
  private func difference(_ first: Figure, _ second: Figure) throws -> Double {
    let (first, second) = (try first.image().pixels, try second.image().pixels)
    #expect(first.count == second.count)
    return Double(zip(first, second).count { abs(Int($0) - Int($1)) > 64 }) / Double(first.count)
  }

  @Test("A line through thousands of points is drawn as one through its ends is", arguments: [0.0, 0.3, 1, 4])
  func manyPointsAreDrawnAsFew(slope: Double) throws {
    let x = (0...8000).map { Double($0) / 100 }
    let many = plot(x: x, y: x.map { $0 * slope }).yLimits(-10...90)
    #expect(try difference(many, plot(x: [0, 80], y: [0, 80 * slope]).yLimits(-10...90)) < 2e-4)
  }

  @Test("A line through thousands of points keeps its gaps")
  func manyPointsKeepGaps() throws {
    let x = (0...8000).map { Double($0) / 100 }
    let y = x.map { $0 > 20 && $0 < 60 ? Double.nan : $0 }
    let figures = [plot(x: x, y: y), plot(x: [0, 20, 40, 60, 80], y: [0, 20, .nan, 60, 80])]
    #expect(try difference(figures[0], figures[1]) < 2e-4)
    #expect(try difference(figures[0], plot(x: [0, 80], y: [0, 80])) > 1e-3)
  }

  @Test("Another number of x than of y stops with both counts")
  func unequalCountsStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LineMark(x: [1, 2], y: [1, 2, 3])
    }
    #expect(errorText(of: result).contains("needs as many x as y, not 2 and 3"))
  }
}
