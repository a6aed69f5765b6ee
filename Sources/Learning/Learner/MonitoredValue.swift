/// The number of an epoch that a callback watches.
///
/// ```swift
/// learner.callbacks.append(EarlyStopping(.metric("error_rate"), patience: 2))
/// ```
public enum MonitoredValue: Sendable, Equatable {
  /// Smoothed training loss; smaller is better.
  case trainLoss
  /// Validation loss; smaller is better.
  case validLoss
  /// A metric by its heading, which says itself whether smaller is better.
  case metric(String)

  /// True if smaller is better.
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
  /// Computed from the record each time, so a resumed run behaves like an uninterrupted one.
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
