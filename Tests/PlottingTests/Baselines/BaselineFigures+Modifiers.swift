import Foundation
import Plotting

extension BaselineFigures {
  /// Changes to a figure after its creation.
  static let modifiers: [BaselineFigure] = [
    (
      "modifiers",
      {
        let distances = (1...12).map(Double.init)
        let levels = distances.map { 20 - 20 * log10($0) }
        return plot(x: distances, y: levels, label: "model")
          .errorBars(
            x: distances, y: distances.map { 20 - 20 * log10($0) + sin($0 * 2) },
            error: distances.map { 0.5 + $0 / 10 },
            color: .orange, label: "measured"
          )
          .horizontalSpan(0...6, color: .green, label: "quiet").xReversed()
          .title("A source that comes nearer").xLabel("metres").yLabel("dB")
      }
    )
  ]
}
