import Networks

/// Divides the learning rate when a number has not become better for some epochs; fastai's `ReduceLROnPlateau`.
///
/// It is for fits of one rate, as `fit(epochs:learningRate:)`: a schedule sets the rate at each step itself.
///
/// ```swift
/// try learner.fit(epochs: 20, learningRate: 1e-3, callbacks: [ReduceOnPlateau(patience: 2)])
/// ```
public final class ReduceOnPlateau: Callback {
  private let value: MonitoredValue
  private let difference: Double
  private let patience: Int
  private let divisor: Double
  private let minimumRate: Double

  /// Watches the validation loss unless told otherwise.
  ///
  /// - Parameters:
  ///   - difference: The minimum change that counts as better.
  ///   - patience: Epochs without anything better before the rate falls, and before it falls again.
  ///   - divisor: The divisor of the rate.
  ///   - minimumRate: The rate falls no lower.
  public init(
    _ value: MonitoredValue = .validLoss, difference: Double = 0, patience: Int = 1, divisor: Double = 10,
    minimumRate: Double = 0
  ) {
    self.value = value
    self.difference = difference
    self.patience = patience
    self.divisor = divisor
    self.minimumRate = minimumRate
  }

  /// Looks at the record after each epoch.
  ///
  /// - Throws: `LearningError.unknownMetric`, and `.invalidSetting` for a divisor that is not above 1.
  public func respond(to event: Event, of learner: Learner) throws {
    if event == .beforeFit, !(divisor > 1) {
      throw LearningError.invalidSetting(name: "divisor", value: divisor, requirement: "a number above 1")
    }
    guard event == .afterEpoch else { return }
    var waited = 0
    var falls = false
    // Computed from the record each time, so a resumed run behaves like an uninterrupted one.
    for isBetter in try value.improvements(in: learner, difference: difference) {
      waited = isBetter ? 0 : waited + 1
      falls = waited >= max(1, patience)
      if falls { waited = 0 }
    }
    guard falls else { return }
    let rates = learner.optimizer.groups.map { max($0.hyperParameters.learningRate / divisor, minimumRate) }
    learner.optimizer.set(\.learningRate, to: rates)
  }
}
