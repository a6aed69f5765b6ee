import Networks
import Tensors

/// Gathers losses and metrics over the batches of a set.
struct ValidationTally {
  private let metrics: [Metric]
  private var itemCount = 0
  private var lossSum = 0.0
  private var metricSums: [Double]
  private var outputs: [Tensor] = []
  private var targets: [Targets] = []

  init(metrics: [Metric]) {
    self.metrics = metrics
    metricSums = metrics.map { _ in 0 }
  }

  mutating func add(loss: Float, outputs: Tensor, targets: Targets) throws {
    itemCount += targets.count
    lossSum += Double(loss) * Double(targets.count)
    for (index, metric) in metrics.enumerated() where metric.scope == .batch {
      metricSums[index] += try metric(predictions: outputs, targets: targets) * Double(targets.count)
    }
    guard metrics.contains(where: { $0.scope == .wholeSet }) else { return }
    self.outputs.append(outputs)
    self.targets.append(targets)
  }

  /// Means that count each batch by its items.
  func result() throws -> Learner.Validation {
    let values = try zip(metrics, metricSums).map { metric, sum in
      guard metric.scope == .wholeSet, !outputs.isEmpty else { return sum / Double(itemCount) }
      return try metric(predictions: Tensor.concatenated(outputs), targets: .joined(targets))
    }
    return Learner.Validation(loss: lossSum / Double(itemCount), metrics: values)
  }
}
