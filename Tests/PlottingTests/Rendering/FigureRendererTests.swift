import Foundation
import Plotting
import Tensors
import Testing

@Suite("Drawing of figures")
struct FigureRendererTests {
  let curve = plot(x: [1, 2, 3], y: [1, 4, 9], label: "squares").title("Growth").xLabel("n").yLabel("n²")

  @Test("A tiny figure and odd data are drawn all the same")
  func oddities() throws {
    let figures = [
      curve.size(width: 0.2, height: 0.2), plot([Double.nan, .infinity]), plot([1e308, -1e308]),
      plot([Double.leastNonzeroMagnitude]),
      curve.xLimits(3...3), curve.yScale(.log).yLimits(-1...0), scatter(x: [0, 0], y: [1, 1]),
      histogram([Double.nan]), boxPlot([[], [.nan], [1]]), bar(x: [String](), y: [Double]()),
      plotWaveform([Double]()), plotWaveform([0, .nan, 0]), showPictures([]), figure {},
      heatMap(Tensor(shape: [0, 0], scalars: [])), plotLoss(training: [Double]()),
      plotLearningRateFinder(rates: [Double](), losses: [Double]()), subplots {},
    ]
    for figure in figures { #expect(try figure.pngData(scale: 1).count > 60) }
  }
}
