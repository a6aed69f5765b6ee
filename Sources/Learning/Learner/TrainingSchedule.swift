import Networks
import Tensors

/// Learning rate and momentum over a fit, the rate for each parameter group.
///
/// ```swift
/// let schedule = TrainingSchedule(rates: [.oneCycle(maximum: 1e-3)], momentum: .constant(0.9))
/// try learner.fit(epochs: 2, schedule: schedule)
/// ```
public struct TrainingSchedule: Sendable {
  /// One for each parameter group, or one for all.
  public let rates: [Schedule]

  /// For all groups; nil leaves the momentum unchanged.
  public let momentum: Schedule?

  /// Joins schedules of the two.
  public init(rates: [Schedule], momentum: Schedule? = nil) {
    require(!rates.isEmpty, "a training schedule needs a learning rate, as in rates: [.oneCycle(maximum: 1e-3)]")
    self.rates = rates
    self.momentum = momentum
  }

  /// A description for messages and for comparing checkpoints.
  public var name: String { (rates.map(\.name) + (momentum.map { [$0.name] } ?? [])).joined(separator: "; ") }

  /// Sets the optimiser's hyper-parameters to their values at a position from 0 to 1.
  func apply(at position: Double, to optimizer: Optimizer) {
    let values = rates.map { $0(position) }
    optimizer.set(
      \.learningRate, to: values.count == 1 ? optimizer.groups.map { _ in values[0] } : values)
    if let momentum { optimizer.set(\.momentum, to: momentum(position)) }
  }
}
