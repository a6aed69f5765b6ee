/// Ends a fit when a number has not become better for some epochs; fastai's `EarlyStoppingCallback`.
///
/// ```swift
/// try learner.fit(epochs: 50, callbacks: [EarlyStopping(patience: 3)])
/// ```
public final class EarlyStopping: Callback {
  private let value: MonitoredValue
  private let difference: Double
  private let patience: Int

  /// Watches the validation loss unless told otherwise.
  ///
  /// - Parameters:
  ///   - difference: The minimum change that counts as better.
  ///   - patience: Epochs without anything better that end the fit.
  public init(_ value: MonitoredValue = .validLoss, difference: Double = 0, patience: Int = 1) {
    self.value = value
    self.difference = difference
    self.patience = patience
  }

  /// Looks at the record after each epoch.
  public func respond(to event: Event, of learner: Learner) throws {
    guard event == .afterEpoch else { return }
    let improvements = try value.improvements(in: learner, difference: difference)
    let waited = improvements.reversed().prefix { !$0 }.count
    if waited >= patience { throw Cancellation.fit }
  }
}
