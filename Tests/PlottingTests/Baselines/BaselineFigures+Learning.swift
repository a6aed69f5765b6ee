import Foundation
import Plotting

extension BaselineFigures {
  /// Charts of training and its results.
  static let learning: [BaselineFigure] = [
    (
      "learning-rate-finder",
      {
        let rates = (0..<100).map { 1e-7 * pow(1e8, Double($0) / 100) }
        let losses = rates.map { 2.1 - 1.6 / (1 + pow(2e-3 / $0, 1.2)) + pow($0 * 0.7, 3) }
        return plotLearningRateFinder(rates: rates, losses: losses, suggestions: [("valley", 1.1e-3)])
          .verticalLine(at: 8e-3, color: .red).verticalLine(at: 3e-3, color: .green)
      }
    ),
    (
      "loss-curves",
      {
        plotLoss(
          training: BaselineData.steps.map { 2 * exp(-Double($0) / 25) + 0.05 * sin(Double($0)) },
          validation: [1.2, 0.6, 0.3, 0.2, 0.17]
        )
      }
    ),
    ("confusion-2", { plotConfusionMatrix(BaselineData.confusion(2), classes: ["major", "minor"]) }),
    ("confusion-7", { plotConfusionMatrix(BaselineData.confusion(7), classes: BaselineData.notes) }),
    (
      "confusion-7-normalized",
      { plotConfusionMatrix(BaselineData.confusion(7), classes: BaselineData.notes, isNormalized: true) }
    ),
    ("confusion-40", { plotConfusionMatrix(BaselineData.confusion(40), classes: (0..<40).map { "class \($0)" }) }),
    (
      "batch",
      { showPictures((0..<9).map { Picture(BaselineData.picture($0, side: 64), title: BaselineData.notes[$0 % 7]) }) }
    ),
    (
      "top-losses",
      {
        showPictures(
          (0..<4).map {
            Picture(
              BaselineData.picture($0, side: 64), title: "G3/F3 / 2.31 / 0.8\($0)", titleColor: $0 == 0 ? .red : nil)
          }, title: "Prediction/Actual/Loss/Probability", width: 6, height: 6)
      }
    ),
  ]
}
