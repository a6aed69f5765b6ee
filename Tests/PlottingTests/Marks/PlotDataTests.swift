import Display
import Foundation
import Plotting
import Tables
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

  @Test("Columns of data frames can be plotted, with gaps where values are missing")
  func columns() throws {
    let frame: DataFrame = [
      "x": [1, nil, 3], "name": ["a", nil, "a"], "day": [Date(timeIntervalSince1970: 0), nil, nil],
      "ok": [true, false, nil],
    ]
    #expect(frame.prefix(1)["x"].plotColumn == PlotColumn(numbers: [1]))
    #expect(frame["day", Date.self].prefix(1).compactMap(\.self).plotColumn == frame.prefix(1)["day"].plotColumn)
    #expect(frame["name"].plotColumn == PlotColumn(names: ["a", "–", "a"]))
    #expect(frame["ok"].plotColumn == PlotColumn(names: ["true", "false", "–"]))
    let figure = scatter(x: frame["day"], y: frame["x", Int.self])
    #expect(figure.mimeBundle.metadata.alternativeText?.contains("x from 1 Jan 1970") == true)
    #expect(histogram(frame["x"], bins: .count(2)).mimeBundle.metadata.alternativeText?.contains("2 values") == true)
  }
}
