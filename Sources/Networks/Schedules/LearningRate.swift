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
public struct LearningRate: Sendable, Equatable {
  fileprivate enum Kind: Equatable {
    case uniform(Double)
    case spread(from: Double, to: Double)
    case head(Double)
  }

  private let kind: Kind

  fileprivate init(_ kind: Kind) { self.kind = kind }

  /// The rate of the last group.
  public var last: Double {
    switch kind {
    case .uniform(let rate), .head(let rate), .spread(_, let rate): rate
    }
  }

  /// One rate per group.
  ///
  /// - Parameter groupCount: At least 1.
  /// - Throws: `NetworkError.invalidLearningRate` for a rate that is negative or not finite, `.invalidSpread` for a
  ///   spread that starts or ends at 0.
  public func rates(groupCount: Int) throws -> [Double] {
    require(groupCount > 0, "a model needs at least one parameter group")
    try check()
    switch kind {
    case .uniform(let rate): return Array(repeating: rate, count: groupCount)
    case .head(let rate): return Array(repeating: rate / 10, count: groupCount - 1) + [rate]
    case .spread(let first, let last):
      guard groupCount > 1 else { return [last] }
      let factor = pow(last / first, 1 / Double(groupCount - 1))
      return (0..<groupCount).map { first * pow(factor, Double($0)) }
    }
  }

  private func check() throws {
    switch kind {
    case .uniform(let rate), .head(let rate):
      guard rate >= 0, rate.isFinite else { throw NetworkError.invalidLearningRate(rate) }
    case .spread(let first, let last):
      guard first > 0, last > 0, first.isFinite, last.isFinite else {
        throw NetworkError.invalidSpread(from: first, to: last)
      }
    }
  }
}

extension LearningRate: ExpressibleByFloatLiteral {
  /// One rate for every group.
  public init(floatLiteral value: Double) { self.init(.uniform(value)) }
}

// In the protocol's extension, so a fit takes `.uniform(rate)` as well as `rate`.
extension LearningRateConvertible where Self == LearningRate {
  /// One rate for every group.
  public static func uniform(_ rate: Double) -> LearningRate { LearningRate(.uniform(rate)) }

  /// Rates that rise by a constant factor from the first group to the last (fastai's `slice(first, last)`).
  public static func spread(from first: Double, to last: Double) -> LearningRate {
    LearningRate(.spread(from: first, to: last))
  }

  /// A rate for the last group, and a tenth of it for all others (fastai's `slice(last)`).
  public static func head(_ rate: Double) -> LearningRate { LearningRate(.head(rate)) }
}
