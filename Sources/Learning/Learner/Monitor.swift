import Foundation
import Networks

/// The number of an epoch that a callback watches.
public enum MonitoredValue: Sendable, Equatable {
  /// Smoothed training loss; smaller is better.
  case trainLoss
  /// Validation loss; smaller is better.
  case validLoss
  /// A metric by its heading, which says itself whether smaller is better.
  case metric(String)

  /// Whether smaller is better.
  private func prefersSmaller(among metrics: [Metric]) -> Bool {
    switch self {
    case .trainLoss, .validLoss: true
    case .metric(let name): metrics.first { $0.name == name }?.prefersSmaller ?? false
    }
  }

  /// The number of an epoch.
  ///
  /// - Throws: `LearningError.unknownMetric` when no metric has the name.
  func value(_ epoch: Recorder.Epoch, _ recorder: Recorder) throws -> Double {
    switch self {
    case .trainLoss: return epoch.trainLoss
    case .validLoss: return epoch.validLoss
    case .metric(let name):
      guard let index = recorder.metricNames.firstIndex(of: name) else {
        throw LearningError.unknownMetric(name: name, known: recorder.metricNames)
      }
      return epoch.metrics[index]
    }
  }

  /// For each epoch whether it was better, by more than `difference`, than all before it.
  ///
  /// Read off the record each time, so that a resumed run knows what an uninterrupted one does.
  func improvements(in learner: Learner, difference: Double) throws -> [Bool] {
    let sign: Double = prefersSmaller(among: learner.metrics) ? 1 : -1
    var best = Double.infinity
    return try learner.recorder.epochs.map { epoch in
      let value = try self.value(epoch, learner.recorder) * sign
      guard value + difference < best else { return false }
      best = value
      return true
    }
  }
}

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
  ///   - difference: What counts as better.
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

/// Saves the model whenever a number is better than ever, and takes the best one up at the end; fastai's
/// `SaveModelCallback`.
///
/// ```swift
/// try learner.fit(epochs: 10, callbacks: [BestModelSaving(.metric("error_rate"), name: "best")])
/// ```
public final class BestModelSaving: Callback {
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
