import Foundation

/// An exponential moving average of the losses, corrected for its start at zero.
///
/// value ← loss + β (value − loss), shown as value / (1 − βⁿ); in single precision, like fastai's `AvgSmoothLoss`.
package struct SmoothedLoss: Sendable, Codable, Equatable {
  /// Fraction of the past that is kept.
  package let beta: Double

  private(set) var raw: Float = 0

  /// Losses taken in.
  package private(set) var count = 0

  /// fastai's fraction by default.
  package init(beta: Double = 0.98) { self.beta = beta }

  /// Receives one loss.
  package mutating func accumulate(_ loss: Float) {
    raw -= (raw - loss) * Float(1 - beta)
    count += 1
  }

  /// The mean; NaN before the first loss.
  package var value: Float { count == 0 ? .nan : raw / Float(1 - pow(beta, Double(count))) }
}
