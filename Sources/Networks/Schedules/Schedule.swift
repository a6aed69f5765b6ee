import Foundation
import Tensors

/// A hyper-parameter's way from the start of training, position 0, to its end, position 1.
///
/// ```swift
/// let warmUp = Schedule.cosine(from: 1e-4, to: 1e-3)
/// let halfWay = warmUp(0.5)  // 5.5e-4
/// ```
public struct Schedule: Sendable {
  /// A description, such as `cosine 0.0001 → 0.001`.
  public let name: String

  private let value: @Sendable (Double) -> Double

  /// Wraps a function of the position, from 0 to 1.
  public init(name: String, _ value: @escaping @Sendable (Double) -> Double) {
    self.name = name
    self.value = value
  }

  /// The value at a position from 0 to 1.
  public func callAsFunction(_ position: Double) -> Double { value(position) }

  /// The values at evenly spaced positions from 0 to 1, both included, for a plot.
  ///
  /// - Parameter count: At least 2.
  public func values(count: Int = 100) -> [Double] {
    require(count >= 2, "a curve needs at least 2 points, not \(count)")
    return (0..<count).map { value(Double($0) / Double(count - 1)) }
  }
}

// MARK: - Single curves

extension Schedule {
  /// A constant value (fastai's `SchedNo`).
  public static func constant(_ value: Double) -> Schedule {
    Schedule(name: "constant \(value)") { _ in value }
  }

  /// start + p (end − start) (fastai's `SchedLin`).
  public static func linear(from start: Double, to end: Double) -> Schedule {
    Schedule(name: "linear \(start) → \(end)") { start + $0 * (end - start) }
  }

  /// start + (1 + cos π(1 − p)) (end − start) / 2: slow, fast, slow (fastai's `SchedCos`).
  public static func cosine(from start: Double, to end: Double) -> Schedule {
    Schedule(name: "cosine \(start) → \(end)") { start + (1 + cos(.pi * (1 - $0))) * (end - start) / 2 }
  }

  /// start · (end / start)ᵖ: even steps on a logarithmic axis (fastai's `SchedExp`).
  ///
  /// - Precondition: Neither end is 0 and both have one sign.
  public static func exponential(from start: Double, to end: Double) -> Schedule {
    require(start * end > 0, "an exponential schedule cannot go from \(start) to \(end); both must have the same sign")
    return Schedule(name: "exponential \(start) → \(end)") { start * pow(end / start, $0) }
  }

  /// start + (end − start) pᵖᵒʷᵉʳ (fastai's `SchedPoly`).
  public static func polynomial(from start: Double, to end: Double, power: Double) -> Schedule {
    Schedule(name: "polynomial \(start) → \(end)") { start + (end - start) * pow($0, power) }
  }
}
