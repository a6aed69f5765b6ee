import Foundation
import Tensors

/// The mapping of an axis from values to positions.
///
/// ```swift
/// let curve = plot(x: rates, y: losses).xScale(.log)
/// ```
public struct AxisScale: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case linear
    case log(base: Double)
    case symlog(base: Double, threshold: Double, linearScale: Double)
  }

  let kind: Kind

  /// Equal differences.
  public static let linear = AxisScale(kind: .linear)
  /// Equal ratios; values that are not positive are left out.
  public static let log = log(base: 10)
  /// Equal ratios beyond ±1, equal differences between.
  public static let symlog = symlog(base: 10)

  /// Equal ratios, ticks at the powers of `base`.
  public static func log(base: Double) -> AxisScale {
    require(base > 1, "a logarithmic axis needs a base above 1, not \(base); 10 is usual")
    return AxisScale(kind: .log(base: base))
  }

  /// Equal ratios beyond ±`threshold`, equal differences between; matplotlib's `symlog`.
  ///
  /// `t(v) = v s / (1 - 1/base)` up to the threshold, then `threshold (s / (1 - 1/base) + log_base(v / threshold))`,
  /// and mirrored below zero.
  ///
  /// - Parameters:
  ///   - threshold: matplotlib's `linthresh`.
  ///   - linearScale: `s`, matplotlib's `linscale`: length of the linear half in decades.
  public static func symlog(base: Double, threshold: Double = 1, linearScale: Double = 1) -> AxisScale {
    require(
      base > 1 && threshold > 0 && linearScale > 0,
      "a symlog axis needs base > 1, threshold > 0 and linear scale > 0, not \(base), \(threshold), \(linearScale)")
    return AxisScale(kind: .symlog(base: base, threshold: threshold, linearScale: linearScale))
  }

  /// The mel-like axis of librosa: linear to 1 kHz, octaves above.
  static let mel = symlog(base: 2, threshold: 1000)
  /// The frequency axis of librosa's `y_axis='log'`: octaves above C2.
  static let frequency = symlog(base: 2, threshold: 65.40639132514966, linearScale: 0.5)

  /// The value on the transformed axis; NaN if the scale cannot map it.
  public func transformed(_ value: Double) -> Double {
    switch kind {
    case .linear: return value
    case .log: return value > 0 ? Foundation.log(value) : .nan
    case .symlog(let base, let threshold, let linearScale):
      let factor = linearScale / (1 - 1 / base)
      guard abs(value) > threshold else { return value * factor }
      let magnitude = threshold * (factor + Foundation.log(abs(value) / threshold) / Foundation.log(base))
      return value < 0 ? -magnitude : magnitude
    }
  }

  /// The inverse of ``transformed(_:)``.
  public func inverted(_ place: Double) -> Double {
    switch kind {
    case .linear: return place
    case .log: return exp(place)
    case .symlog(let base, let threshold, let linearScale):
      let factor = linearScale / (1 - 1 / base)
      guard abs(place) > threshold * factor else { return place / factor }
      let magnitude = threshold * pow(base, abs(place) / threshold - factor)
      return place < 0 ? -magnitude : magnitude
    }
  }

  var isLog: Bool { if case .log = kind { true } else { false } }
}
