import Plotting

extension BaselineFigures {
  /// Bars, histograms and boxes.
  static let distributions: [BaselineFigure] = [
    (
      "bars",
      {
        figure {
          BarMark(x: BaselineData.notes, y: [12, 14, 13, 9, 15, 13, 12]).grouped(0, of: 2).label("right")
          BarMark(x: BaselineData.notes, y: [1, 0, 2, 5, 0, 1, 3]).grouped(1, of: 2).label("wrong")
        }
        .yLabel("notes").grid(.horizontal)
      }
    ),
    (
      "bars-stacked",
      {
        figure {
          BarMark(x: 1...6, y: [3, 5, 2, 6, 4, 1]).label("first")
          BarMark(x: 1...6, y: [2, 1, 4, 2, 2, 3]).stacked(on: [3, 5, 2, 6, 4, 1]).label("second")
        }
        .xTicks(.integers)
      }
    ),
    (
      "bars-lying",
      {
        bar(x: [0.92, 0.75, -0.31, 0.1], y: ["Acoustic Grand Piano", "Violin", "Timpani", "Shakuhachi"])
          .title("Correlation").xLabel("r")
      }
    ),
    (
      "histogram",
      {
        figure {
          HistogramMark(BaselineData.noise(2000, 7), bins: .count(40)).label("a").opacity(0.65)
          HistogramMark(BaselineData.noise(2000, 8).map { $0 * 0.6 + 1.5 }, bins: .count(40)).label("b").opacity(0.65)
        }
        .xLabel("value").yLabel("count")
      }
    ),
    (
      "boxes",
      {
        boxPlot(
          (0..<5).map { group in BaselineData.noise(60, 20 + group).map { $0 * Double(group + 2) / 4 + Double(group) }
          },
          names: ["C3", "D3", "E3", "F3", "G3"]
        )
        .yLabel("cents")
      }
    ),
  ]
}
