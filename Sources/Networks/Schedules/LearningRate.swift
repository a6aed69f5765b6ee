import Foundation
import Tensors

/// One learning rate for the whole model, or one for each of its parameter groups.
///
/// Early groups hold general features and want smaller steps than the head.
///
/// ```swift
/// let rate: LearningRate = 3e-3
/// let slower: LearningRate = .spread(from: 1e-5, to: 1e-3)
/// ```
public enum LearningRate: Sendable, Equatable {
  /// The same for every group.
  case uniform(Double)

  /// Rising by a constant factor from the first group to the last (fastai's `slice(first, last)`).
  case spread(from: Double, to: Double)

  /// For the last group, and a tenth of it for all others (fastai's `slice(last)`).
  case head(Double)

  /// The rate of the last group.
  public var last: Double {
    switch self {
    case .uniform(let rate), .head(let rate), .spread(_, let rate): rate
    }
  }

  /// One rate a group.
  ///
  /// - Parameter groupCount: At least 1.
  /// - Throws: `NetworkError.invalidLearningRate` for a rate that is negative or not finite, `.invalidSpread` for a
  ///   spread that starts or ends at 0.
  public func rates(groupCount: Int) throws -> [Double] {
    require(groupCount > 0, "a model needs a parameter group")
    try check()
    switch self {
    case .uniform(let rate): return Array(repeating: rate, count: groupCount)
    case .head(let rate): return Array(repeating: rate / 10, count: groupCount - 1) + [rate]
    case .spread(let first, let last):
      guard groupCount > 1 else { return [last] }
      let factor = pow(last / first, 1 / Double(groupCount - 1))
      return (0..<groupCount).map { first * pow(factor, Double($0)) }
    }
  }
}

extension LearningRate {
  private func check() throws {
    switch self {
    case .uniform(let rate), .head(let rate):
      guard rate >= 0, rate.isFinite else {
        throw NetworkError.invalidLearningRate(rate)
      }
    case .spread(let first, let last):
      guard first > 0, last > 0, first.isFinite, last.isFinite else {
        throw NetworkError.invalidSpread(from: first, to: last)
      }
    }
  }
}

extension LearningRate: ExpressibleByFloatLiteral {
  /// The same rate for every group.
  public init(floatLiteral value: Double) { self = .uniform(value) }
}
