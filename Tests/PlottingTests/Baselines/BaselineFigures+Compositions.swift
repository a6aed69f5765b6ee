import Foundation
import Plotting
import Tensors

extension BaselineFigures {
  /// Contours, violins, hexagons, arrows, sectors, circles, and compositions of several plots.
  static let compositions: [BaselineFigure] = [
    ("contours", { contour(terrain, x: across, y: upwards).xLabel("x").yLabel("y") }),
    (
      "contours-filled",
      {
        contour(terrain, x: across, y: upwards, isFilled: true).adding {
          ContourMark(terrain, x: across, y: upwards).color(.black).lineWidth(0.7)
        }
      }
    ),
    (
      "violins",
      {
        violinPlot(
          (0..<4).map { group in BaselineData.noise(80, 20 + group).map { $0 + Double(group) } },
          names: ["a", "b", "c", "d"])
      }
    ),
    ("hexbin", { hexbin(x: BaselineData.noise(5000, 3), y: BaselineData.noise(5000, 5)) }),
    (
      "quiver",
      {
        let feet = (0..<48).map { (x: Double($0 % 8), y: Double($0 / 8)) }
        return quiver(x: feet.map(\.x), y: feet.map(\.y), u: feet.map { 2.5 - $0.y }, v: feet.map { $0.x - 3.5 })
      }
    ),
    ("pie", { pie([35, 30, 20, 10, 5], names: ["piano", "violin", "cello", "flute", "harp"]) }),
    (
      "polar",
      {
        let angles = (0...180).map { Double($0) * .pi / 90 }
        return polarPlot(angle: angles, radius: angles.map { 1 + cos($0) }, label: "cardioid").title("A curve")
      }
    ),
    (
      "second-axis",
      {
        figure { BarMark(x: 1...6, y: [60, 52, 48, 41, 55, 78]).label("rain") }.yLabel("mm")
          .secondYAxis("°C", limits: -5...30) { LineMark(x: 1...6, y: [0, 1, 5, 9, 14, 18]).label("warmth") }
      }
    ),
    (
      "inset",
      {
        plot(BaselineData.noise(60, 4)).inset(x: 0.5...0.95, y: 0.55...0.95) { LineMark([1, 4, 9]).label("squares") }
      }
    ),
    (
      "shared-colors",
      {
        subplots(columns: 2, height: 3) {
          heatMap(terrain).title("before")
          heatMap(terrain * 2).title("after")
        }
        .sharedColorBar("height")
      }
    ),
    (
      "dates",
      {
        plot(
          x: (0..<120).map { Date(timeIntervalSince1970: 1_735_689_600 + 86_400 * 3 * Double($0)) },
          y: BaselineData.noise(120, 9))
      }
    ),
  ]

  private static let across = (0..<30).map { -3 + Double($0) / 5 }
  private static let upwards = (0..<25).map { -2.5 + Double($0) / 5 }

  private static var terrain: Tensor {
    Tensor(
      rows: upwards.map { y in
        across.map { x in
          let hills: Double = 1 - x / 2 + pow(x, 5) + pow(y, 3)
          return Float(hills * exp(-x * x - y * y))
        }
      })
  }
}
