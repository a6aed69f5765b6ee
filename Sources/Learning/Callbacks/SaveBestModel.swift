/// Saves the model whenever a number is better than ever, and takes the best one up at the end; fastai's
/// `SaveModelCallback`.
///
/// ```swift
/// try learner.fit(epochs: 10, callbacks: [SaveBestModel(.metric("error_rate"), name: "best")])
/// ```
public final class SaveBestModel: Callback {
  private let value: MonitoredValue
  private let difference: Double
  private let name: String
  private let withOptimizer: Bool

  /// Watches the validation loss unless told otherwise, and saves to `models/name.safetensors`.
  public init(
    _ value: MonitoredValue = .validLoss, difference: Double = 0, name: String = "model", withOptimizer: Bool = false
  ) {
    self.value = value
    self.difference = difference
    self.name = name
    self.withOptimizer = withOptimizer
  }

  /// Saves after an epoch, loads after the fit.
  public func respond(to event: Event, of learner: Learner) throws {
    guard event == .afterEpoch || event == .afterFit else { return }
    let improvements = try value.improvements(in: learner, difference: difference)
    if event == .afterEpoch, improvements.last == true {
      try learner.save(name, withOptimizer: withOptimizer)
    } else if event == .afterFit, improvements.contains(true) {
      try learner.load(name, withOptimizer: withOptimizer)
    }
  }
}
