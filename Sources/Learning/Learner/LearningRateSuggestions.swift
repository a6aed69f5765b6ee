import Display
import Foundation

/// Rates that a curve of losses over rising rates suggests; fastai's four.
///
/// ```swift
/// let suggestions = try LearningRateSuggestions(rates: [0.001, 0.01, 0.1], losses: [2, 1, 3])
/// print(suggestions.valley)
/// ```
public struct LearningRateSuggestions: Sendable, Equatable {
  /// A tenth of the rate with the smallest loss.
  public let minimum: Double

  /// The rate at which the loss falls fastest.
  public let steep: Double

  /// Two thirds into the longest valley of the curve.
  public let valley: Double

  /// Just before the loss slides up, by interval and slope; nil when the curve does not show it.
  public let slide: Double?

  /// Reads the four off a curve.
  ///
  /// - Parameters:
  ///   - rates: Rising learning rates.
  ///   - losses: The same count, none of them NaN.
  /// - Throws: `LearningError.unequalCurve` if the counts of losses and rates differ, `.tooFewLosses` if there are
  ///   fewer than 2, `.fallingRates` if the rates are not positive and rising, `.lossNotANumber` if a loss is NaN.
  public init(rates: [Float], losses: [Float]) throws {
    guard rates.count == losses.count else {
      throw LearningError.unequalCurve(rateCount: rates.count, lossCount: losses.count)
    }
    guard losses.count >= 2 else { throw LearningError.tooFewLosses(count: losses.count) }
    for index in rates.indices {
      let previous = index == 0 ? 0 : rates[index - 1]
      guard rates[index] > previous, rates[index].isFinite else {
        throw LearningError.fallingRates(place: index, rate: rates[index], previous: previous)
      }
    }
    if let place = losses.firstIndex(where: \.isNaN) { throw LearningError.lossNotANumber(place: place) }
    minimum = Double(rates[Self.firstMinimum(losses)]) / 10
    steep = Double(rates[Self.steepest(rates, losses)])
    valley = Double(rates[Self.valley(losses)])
    slide = Self.slide(rates, losses)
  }

  private static func firstMinimum(_ values: [Float]) -> Int {
    values.indices.reduce(0) { values[$1] < values[$0] ? $1 : $0 }
  }

  /// Index of the steepest descent of the loss over the logarithm of the rate, between neighbouring points.
  private static func steepest(_ rates: [Float], _ losses: [Float]) -> Int {
    let slopes = losses.indices.dropFirst().map { index in
      (losses[index] - losses[index - 1]) / (log(rates[index]) - log(rates[index - 1]))
    }
    return firstMinimum(slopes)
  }

  /// Two thirds of the way through the longest decreasing subsequence.
  private static func valley(_ losses: [Float]) -> Int {
    var lengths = [Int](repeating: 1, count: losses.count)
    for end in losses.indices {
      for start in 0..<end where losses[end] < losses[start] { lengths[end] = max(lengths[end], lengths[start] + 1) }
    }
    let end = lengths.indices.reduce(0) { lengths[$1] > lengths[$0] ? $1 : $0 }
    let start = lengths[end] > 1 ? end - lengths[end] : end
    let third = Double(end - start) / 3
    return max(0, start + Int(third) + Int(third / 2))
  }

  /// Walks an interval down from the end of the curve while the slopes at its two ends differ.
  private static func slide(_ rates: [Float], _ losses: [Float], interval: Int = 15, slopeDifference: Float = 0.005)
    -> Double?
  {
    let slopes = centralDifferences(losses)
    var right = slopes.count - 1
    var left = right - interval
    guard left >= 0 else { return nil }
    var rate = rates[left]
    while left >= 0, abs(slopes[right] - slopes[left]) > slopeDifference {
      rate = rates[left]
      right -= 1
      left -= 1
    }
    return Double(rate)
  }

  private static func centralDifferences(_ values: [Float]) -> [Float] {
    values.indices.map { index in
      switch index {
      case 0: values[1] - values[0]
      case values.count - 1: values[index] - values[index - 1]
      default: (values[index + 1] - values[index - 1]) / 2
      }
    }
  }
}

extension LearningRateSuggestions: Displayable, CustomStringConvertible {
  /// One row a suggestion.
  public var table: Table {
    let rows = [("minimum", minimum), ("steep", steep), ("valley", valley)] + (slide.map { [("slide", $0)] } ?? [])
    return Table(
      columns: ["suggestion", "learning rate"], evenRows: rows.map { [$0.0, String(format: "%.2e", $0.1)] })
  }

  /// The table.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The table as text.
  public var description: String { table.description }
}
