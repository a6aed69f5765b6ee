import Foundation
import Plotting

extension BaselineFigures {
  /// Subplots, scales and ticks.
  static let layouts: [BaselineFigure] = [
    (
      "subplots-shared",
      {
        subplots(rows: 2, columns: 2, height: 5, sharesX: true, sharesY: true) {
          for wave in 1...4 {
            plot(x: BaselineData.steps, y: BaselineData.steps.map { sin(Double($0 * wave) / 20) * Double(wave) })
              .title("\(wave) ×").xLabel("step").yLabel("height")
          }
        }
        .title("Four waves")
      }
    ),
    (
      "scale-log",
      {
        plot(x: (0..<60).map { pow(10, -6 + Double($0) / 8) }, y: (0..<60).map { pow(2, Double($0) / 4) })
          .xScale(.log).yScale(.log).grid(.both).xLabel("rate").yLabel("cost")
      }
    ),
    (
      "scale-symlog",
      {
        plot(x: BaselineData.steps.map { Double($0) - 50 }, y: BaselineData.steps.map { pow((Double($0) - 50) / 4, 3) })
          .yScale(.symlog)
      }
    ),
    (
      "axis-time",
      { plot(x: (0..<400).map(Double.init), y: BaselineData.noise(400, 9)).xTicks(.time).xLabel("Time") }
    ),
    (
      "axis-notes",
      {
        plot(x: (0..<50).map { Double($0) / 10 }, y: (0..<50).map { 220 * pow(2, sin(Double($0) / 6)) })
          .yScale(.log(base: 2)).yTicks(.notes).yLabel("Note").xTicks(.time).xLabel("Time (seconds)")
      }
    ),
    (
      "axis-percent",
      {
        plot(x: 1...5, y: [0.75, 0.84, 0.78, 0.033, 0.033]).yTicks(.percent).xTicks(.integers).xLabel("epoch")
          .yLabel("error")
      }
    ),
    (
      "axis-names",
      {
        bar(
          x: ["Acoustic Grand Piano", "Bright Acoustic Piano", "Honky-tonk Piano", "Harpsichord", "Clavinet"],
          y: [5, 3, 4, 2, 1])
      }
    ),
  ]
}
