import Foundation
import Plotting

extension BaselineFigures {
  /// Lines, points, areas and stems.
  static let curves: [BaselineFigure] = [
    (
      "lines",
      {
        plot(x: BaselineData.steps, y: BaselineData.decay, label: "train")
          .line(x: BaselineData.steps, y: BaselineData.decay.map { $0 + 0.2 }, label: "valid")
          .title("A curve that learns").xLabel("steps").yLabel("loss").verticalLine(at: 30, color: .red)
      }
    ),
    (
      "scatter",
      {
        figure {
          PointMark(x: BaselineData.noise(80, 1), y: BaselineData.noise(80, 2)).label("near")
          PointMark(x: BaselineData.noise(60, 3).map { $0 + 1 }, y: BaselineData.noise(60, 4).map { $0 + 1 }).symbol(
            .triangle
          )
          .label("far")
        }
        .xLabel("x").yLabel("y")
      }
    ),
    (
      "scatter-many",
      { scatter(x: BaselineData.noise(10_000, 5), y: BaselineData.noise(10_000, 6)).title("10,000 points") }
    ),
    (
      "area",
      {
        let x = (0..<60).map { Double($0) / 10 }
        return figure {
          AreaMark(x: x, lower: x.map { sin($0) - 0.4 }, upper: x.map { sin($0) + 0.4 }).label("±0.4")
          LineMark(x: x, y: x.map { sin($0) }).color(.blue).label("sine")
        }
      }
    ),
    (
      "steps-and-errors",
      {
        figure {
          LineMark(x: 0..<8, y: [1, 3, 2, 4, 4, 5, 3, 2]).stepped().label("steps")
          ErrorBarMark(x: 0..<8, y: [2, 4, 3, 5, 5, 6, 4, .nan], error: [0.5, 0.3, 0.4, 0.6, 0.2, 0.5, 0.3, 1])
            .label("measured")
        }
      }
    ),
    ("stems", { stem(x: 0..<24, y: (0..<24).map { exp(-Double($0) / 9) * cos(Double($0)) }, label: "response") }),
    (
      "scatter-colors",
      {
        let (x, y) = (BaselineData.noise(300, 1), BaselineData.noise(300, 2))
        return scatter(x: x, y: y, values: zip(x, y).map { $0 * $0 + $1 * $1 }, colorMap: .viridis)
      }
    ),
    (
      "annotation",
      {
        plot(x: BaselineData.steps, y: BaselineData.steps.map { pow(Double($0) - 60, 2) / 1000 + 0.2 })
          .annotate("lowest", x: 40, y: 1.5, arrowTo: (x: 60, y: 0.2)).yLimits(0...4)
          .verticalSpan(50...70, color: .green, label: "good enough").horizontalLine(at: 1, color: .gray)
      }
    ),
    (
      "palette",
      {
        figure {
          for series in 0..<9 {
            LineMark(
              x: BaselineData.steps,
              y: BaselineData.steps.map { sin(Double($0) / 16 + Double(series) / 3) + Double(series) }
            )
            .label("series \(series + 1)")
          }
        }
        .legend(.outside)
      }
    ),
  ]
}
