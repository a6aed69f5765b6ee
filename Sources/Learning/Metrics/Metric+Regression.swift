import Networks
import Tensors

extension Metric {
  /// Root of the mean squared difference, √(Σ (output − target)² / n), over all numbers of the set; fastai's `rmse`.
  public static let rootMeanSquaredError = Metric("rmse", scope: .wholeSet, prefersSmaller: true) { outputs, targets in
    let pairs = try pairs(outputs, targets, for: "rmse")
    return (squaredDifference(pairs) / Double(pairs.count)).squareRoot()
  }

  /// Mean of the squared difference over all numbers of the set; fastai's `mse`.
  public static let meanSquaredError = Metric("mse", scope: .wholeSet, prefersSmaller: true) { outputs, targets in
    let pairs = try pairs(outputs, targets, for: "mse")
    return squaredDifference(pairs) / Double(pairs.count)
  }

  /// Mean of the absolute difference over all numbers of the set; fastai's `mae`.
  public static let meanAbsoluteError = Metric("mae", scope: .wholeSet, prefersSmaller: true) { outputs, targets in
    let pairs = try pairs(outputs, targets, for: "mae")
    return pairs.reduce(0) { $0 + abs($1.output - $1.target) } / Double(pairs.count)
  }

  /// Part of the targets' variance that the outputs explain, R² = 1 − Σ (target − output)² / Σ (target − mean)²; fastai's
  /// `R2Score`.
  ///
  /// 1 for exact answers, 0 for the mean as every answer, below 0 for worse. If all targets are equal, the result is 1
  /// if all predictions are exact, and 0 otherwise, as in scikit-learn.
  public static let coefficientOfDetermination = Metric("r2_score", scope: .wholeSet, prefersSmaller: false) {
    outputs, targets in
    let pairs = try pairs(outputs, targets, for: "r2_score")
    let mean = pairs.reduce(0) { $0 + $1.target } / Double(pairs.count)
    let unexplained = squaredDifference(pairs)
    let total = pairs.reduce(0) { $0 + ($1.target - mean) * ($1.target - mean) }
    guard total > 0 else { return unexplained == 0 ? 1 : 0 }
    return 1 - unexplained / total
  }

  /// Σ (output − target)².
  private static func squaredDifference(_ pairs: [(output: Double, target: Double)]) -> Double {
    pairs.reduce(0) { $0 + ($1.output - $1.target) * ($1.output - $1.target) }
  }

  /// Outputs beside targets of the same count, of any shapes.
  private static func pairs(
    _ outputs: Tensor, _ targets: Targets, for judge: String
  ) throws -> [(output: Double, target: Double)] {
    var outputs = outputs
    if case .values(let values) = targets, values.count == outputs.count {
      outputs = outputs.reshaped(to: values.shape)
    }
    let values = try targets.values(outputs: outputs, for: judge)
    return zip(outputs.scalars, values.scalars).map { (Double($0), Double($1)) }
  }
}
