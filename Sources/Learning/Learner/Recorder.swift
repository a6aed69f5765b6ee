import Foundation

/// The record of the last fit: a rate and a loss per step, a row of numbers per epoch.
///
/// ```swift
/// try learner.fitOneCycle(epochs: 5, maxLearningRate: 3e-3)
/// print(learner.recorder.losses.last ?? .nan)
/// ```
public struct Recorder: Sendable, Codable, Equatable {
  /// Learning rate of the last parameter group at each step.
  public private(set) var learningRates: [Double] = []

  /// Momentum of the last parameter group at each step.
  public private(set) var momenta: [Double] = []

  /// Smoothed training loss after each step.
  public private(set) var losses: [Float] = []

  /// Training loss of each step's batch.
  public private(set) var rawLosses: [Float] = []

  /// One entry per epoch.
  public private(set) var epochs: [Epoch] = []

  /// Headings of the metrics in `epochs`.
  public private(set) var metricNames: [String] = []

  private var smoothed = SmoothedLoss()

  /// The numbers of one epoch.
  public struct Epoch: Sendable, Codable, Equatable {
    /// From 0.
    public let epoch: Int

    /// Steps of the fit that were done at its end.
    public let stepCount: Int

    /// Smoothed training loss at its end.
    public let trainLoss: Double

    /// Mean loss over the validation set; NaN when it was not looked at.
    public let validLoss: Double

    /// In the order of the metric names.
    public let metrics: [Double]

    /// Its duration in seconds; ignored when epochs are compared.
    public let seconds: Double

    /// Compares everything but the time.
    public static func == (left: Epoch, right: Epoch) -> Bool {
      func same(_ a: Double, _ b: Double) -> Bool { a.bitPattern == b.bitPattern }
      return left.epoch == right.epoch && left.stepCount == right.stepCount && same(left.trainLoss, right.trainLoss)
        && same(left.validLoss, right.validLoss) && left.metrics.elementsEqual(right.metrics, by: same)
    }
  }

  /// Smoothed training loss after the last step; NaN before the first.
  public var smoothedLoss: Float { smoothed.value }

  init(metricNames: [String] = []) { self.metricNames = metricNames }

  mutating func record(loss: Float, learningRate: Double, momentum: Double) {
    smoothed.accumulate(loss)
    rawLosses.append(loss)
    losses.append(smoothed.value)
    learningRates.append(learningRate)
    momenta.append(momentum)
  }

  mutating func record(epoch: Int, validLoss: Double, metrics: [Double], seconds: Double) {
    epochs.append(
      Epoch(
        epoch: epoch, stepCount: losses.count, trainLoss: Double(smoothed.value), validLoss: validLoss,
        metrics: metrics, seconds: seconds))
  }
}
