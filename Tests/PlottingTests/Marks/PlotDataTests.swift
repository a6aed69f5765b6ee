import Plotting
import Tensors
import Testing

@Suite("Data of marks")
struct PlotDataTests {
  @Test("Ranges, tensors, floats and integers can be plotted")
  func sources() throws {
    let figure = figure {
      LineMark(x: 0..<3, y: [1, 2, 3] as [Float])
      PointMark(x: Tensor(shape: [2], scalars: [0, 2]), y: 4...5)
    }
    #expect(try #require(try figure.geometry().first).y.limits.contains(5))
  }
}
