import Foundation
import Plotting
import Tensors

extension BaselineFigures {
  /// Data with little to show.
  static let edgeCases: [BaselineFigure] = [
    ("empty", { plot(x: [Double](), y: [Double]()).title("Nothing yet") }),
    ("constant", { plot(x: BaselineData.steps, y: BaselineData.steps.map { _ in 3.0 }) }),
    ("single", { scatter(x: [2], y: [5]).yScale(.log) }),
    (
      "gaps",
      {
        plot(
          x: BaselineData.steps,
          y: BaselineData.steps.map { (30...45).contains($0) ? .nan : $0 == 70 ? .infinity : sin(Double($0) / 9) })
      }
    ),
    ("silence", { heatMap(Tensor(shape: [4, 8], scalars: [Float](repeating: 0, count: 32))) }),
    ("large-offset", { plot(x: BaselineData.steps, y: BaselineData.steps.map { 1e6 + Double($0) * 0.01 }) }),
  ]
}
