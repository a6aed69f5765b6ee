import Foundation
import Tensors

/// The level of 0 dB.
///
/// ```swift
/// let levels = try Decibels.fromAmplitude(magnitudes, reference: .maximum)
/// ```
public enum DecibelReference: Sendable, Hashable {
  /// This magnitude.
  case value(Double)
  /// The largest magnitude of the array itself: `ref=np.max` in librosa.
  case maximum
}

/// Logarithmic scales of amplitude and power.
///
/// ```swift
/// let levels = try Decibels.fromAmplitude(magnitudes, reference: .maximum)
/// let back = Decibels.toAmplitude(levels)
/// ```
public enum Decibels {
  /// 10 log₁₀(power / reference), floored at `minimum` and at `range` below the loudest, as `librosa.power_to_db`.
  ///
  /// - Parameters:
  ///   - power: an array of any shape; the result has the same.
  ///   - reference: what becomes 0 dB.
  ///   - minimum: the smallest distinguished power, above 0.
  ///   - range: how far below the maximum values are cut off, in decibels; nil for nowhere.
  /// - Throws: `SignalError.invalidParameter` for a minimum of 0 or less, a negative range, or an empty array.
  public static func fromPower(
    _ power: Tensor, reference: DecibelReference = .value(1), minimum: Double = 1e-10, range: Double? = 80
  ) throws -> Tensor {
    try Require.positive(minimum, "minimum")
    let peak: Double
    switch reference {
    case .value(let value): peak = abs(value)
    case .maximum: peak = Double(try maximum(power))
    }
    return try convert(power, peak: peak, minimum: minimum, range: range) { Double($0) }
  }

  /// 20 log₁₀(amplitude / reference): `fromPower` of the squares, as `librosa.amplitude_to_db`.
  ///
  /// - Parameters:
  ///   - amplitude: magnitudes in an array of any shape; the result has the same.
  ///   - reference: what becomes 0 dB.
  ///   - minimum: the smallest distinguished amplitude, above 0.
  ///   - range: how far below the maximum values are cut off, in decibels; nil for nowhere.
  /// - Throws: `SignalError.invalidParameter` for a minimum of 0 or less, a negative range, or an empty array.
  public static func fromAmplitude(
    _ amplitude: Tensor, reference: DecibelReference = .value(1), minimum: Double = 1e-5, range: Double? = 80
  ) throws -> Tensor {
    try Require.positive(minimum, "minimum")
    let peak: Double
    switch reference {
    case .value(let value): peak = value * value
    case .maximum:
      let largest = try amplitude.withUnsafeScalars { scalars in
        guard !scalars.isEmpty else { throw SignalError.emptyArray }
        return scalars.reduce(0) { Swift.max($0, abs($1)) }
      }
      peak = Double(largest * largest)
    }
    // The square is rounded to single precision, because librosa's is.
    return try convert(amplitude, peak: peak, minimum: minimum * minimum, range: range) { Double($0 * $0) }
  }

  /// Power from decibels: reference · 10^(dB / 10), as `librosa.db_to_power`.
  public static func toPower(_ decibels: Tensor, reference: Double = 1) -> Tensor {
    decibels.mapScalars { Float(reference * pow(10, Double($0) * 0.1)) }
  }

  /// Amplitude from decibels: reference · 10^(dB / 20), as `librosa.db_to_amplitude`.
  public static func toAmplitude(_ decibels: Tensor, reference: Double = 1) -> Tensor {
    decibels.mapScalars { Float(reference * pow(10, Double($0) * 0.05)) }
  }

  private static func maximum(_ tensor: Tensor) throws -> Float {
    try tensor.withUnsafeScalars { scalars in
      guard let first = scalars.first else { throw SignalError.emptyArray }
      return scalars.reduce(first) { $1.isNaN ? $1 : Swift.max($0, $1) }
    }
  }

  private static func convert(
    _ tensor: Tensor, peak: Double, minimum: Double, range: Double?, power: (Float) -> Double
  ) throws -> Tensor {
    if let range, !(range >= 0) {
      throw SignalError.invalidParameter(name: "range", value: "\(range)", requirement: "at least 0 dB")
    }
    guard tensor.count > 0 else { throw SignalError.emptyArray }
    let zero = 10 * log10(max(minimum, peak))
    var loudest = -Float.infinity
    var hasNaN = false
    var decibels = tensor.mapScalars { value in
      let power = power(value)
      let level = Float(10 * log10(power > minimum ? power : minimum) - zero)
      if power.isNaN { hasNaN = true }
      loudest = Swift.max(loudest, level)
      return power.isNaN ? .nan : level
    }
    guard let range else { return decibels }
    // NumPy's maximum spreads one NaN over the whole array.
    let floor = hasNaN ? Float.nan : loudest - Float(range)
    decibels.withUnsafeMutableScalars { scalars in
      for index in scalars.indices where !(scalars[index] >= floor) { scalars[index] = floor }
    }
    return decibels
  }
}

extension SignalError {
  /// A method that needs at least one number got none.
  static var emptyArray: SignalError {
    .invalidParameter(name: "array", value: "empty", requirement: "of at least one number")
  }
}

extension Tensor {
  /// Every scalar through `transform`, in order.
  func mapScalars(_ transform: (Float) -> Float) -> Tensor {
    var result = Tensor(zeros: shape)
    withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in
        for index in 0..<source.count { target[index] = transform(source[index]) }
      }
    }
    return result
  }
}
