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
    return try convert(power, areAmplitudes: false, peak: peak, minimum: minimum, range: range)
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
      let largest = try maximum(amplitude, areAmplitudes: true)
      peak = Double(largest * largest)
    }
    return try convert(amplitude, areAmplitudes: true, peak: peak, minimum: minimum * minimum, range: range)
  }

  /// Power from decibels: reference · 10^(dB / 10), as `librosa.db_to_power`.
  public static func toPower(_ decibels: Tensor, reference: Double = 1) -> Tensor {
    raised(decibels, factor: 0.1, reference)
  }

  /// Amplitude from decibels: reference · 10^(dB / 20), as `librosa.db_to_amplitude`.
  public static func toAmplitude(_ decibels: Tensor, reference: Double = 1) -> Tensor {
    raised(decibels, factor: 0.05, reference)
  }

  private static func raised(_ decibels: Tensor, factor: Double, _ reference: Double) -> Tensor {
    var result = Tensor(uninitialized: decibels.shape)
    decibels.withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in
        parallelFor(source.count, grain: numbersPerTask) { range in
          for index in range {
            target[index] = Float(reference * VectorLogarithm.power10(Double(source[index]) * factor))
          }
        }
      }
    }
    return result
  }

  /// The largest number, or the largest absolute value of amplitudes; NaN if there is one.
  private static func maximum(_ tensor: Tensor, areAmplitudes: Bool = false) throws -> Float {
    guard tensor.count > 0 else { throw SignalError.emptyArray }
    return tensor.withUnsafeScalars { scalars in
      var parts = [Float](repeating: 0, count: (scalars.count + numbersPerTask - 1) / numbersPerTask)
      parts.withUnsafeMutableBufferPointer { parts in
        parallelFor(scalars.count, grain: numbersPerTask) { range in
          parts[range.lowerBound / numbersPerTask] = largest(
            UnsafeBufferPointer(rebasing: scalars[range]), ofAbsoluteValues: areAmplitudes)
        }
      }
      return parts.contains(where: \.isNaN) ? .nan : parts.reduce(-.infinity) { max($0, $1) }
    }
  }

  private static func convert(
    _ tensor: Tensor, areAmplitudes: Bool, peak: Double, minimum: Double, range: Double?
  ) throws -> Tensor {
    if let range, !(range >= 0) {
      throw SignalError.invalidParameter(name: "range", value: "\(range)", requirement: "at least 0 dB")
    }
    guard tensor.count > 0 else { throw SignalError.emptyArray }
    // The same function as for the numbers, so that the peak itself is 0 dB. A minimum may be no normal number.
    let isNormal = peak > minimum && peak >= .leastNormalMagnitude && peak.isFinite
    let zero = 10 * (isNormal ? VectorLogarithm.log10(peak) : log10(max(minimum, peak)))
    let lowest = 10 * log10(minimum) - zero
    let ranges = (tensor.count + numbersPerTask - 1) / numbersPerTask
    var loudest = [Float](repeating: -.infinity, count: ranges)
    var decibels = Tensor(uninitialized: tensor.shape)
    decibels.withUnsafeMutableScalars { target in
      tensor.withUnsafeScalars { source in
        loudest.withUnsafeMutableBufferPointer { loudest in
          parallelFor(tensor.count, grain: numbersPerTask) { range in
            for index in range {
              // The square is rounded to single precision, because librosa's is.
              let power = Double(areAmplitudes ? source[index] * source[index] : source[index])
              let level = power < .infinity ? 10 * VectorLogarithm.log10(power) - zero : power - zero
              // A power that is not a number is no smaller than the minimum.
              target[index] = Float(power <= minimum ? lowest : level)
            }
            loudest[range.lowerBound / numbersPerTask] = Self.largest(UnsafeBufferPointer(rebasing: target[range]))
          }
        }
      }
    }
    guard let range else { return decibels }
    // NumPy's maximum spreads one NaN over the whole array.
    let floor = loudest.contains(where: \.isNaN) ? Float.nan : (loudest.max() ?? 0) - Float(range)
    decibels.withUnsafeMutableScalars { scalars in
      parallelFor(scalars.count, grain: numbersPerTask) { range in
        for index in range { scalars[index] = scalars[index] >= floor ? scalars[index] : floor }
      }
    }
    return decibels
  }

  /// The largest number, or NaN if there is one.
  private static func largest(_ scalars: UnsafeBufferPointer<Float>, ofAbsoluteValues: Bool = false) -> Float {
    let kept: UInt32 = ofAbsoluteValues ? 0x7FFF_FFFF : 0xFFFF_FFFF
    var lanes = SIMD16<Float>(repeating: -.infinity)
    var hasNaN = SIMDMask<SIMD16<Int32>>(repeating: false)
    let body = scalars.count / 16 * 16
    for start in stride(from: 0, to: body, by: 16) {
      var next = SIMD16<Float>()
      for lane in 0..<16 { next[lane] = Float(bitPattern: scalars[start + lane].bitPattern & kept) }
      hasNaN .|= next .!= next
      lanes.replace(with: next, where: next .> lanes)
    }
    if any(hasNaN) { return .nan }
    return scalars[body...].reduce(lanes.max()) { largest, scalar in
      let value = Float(bitPattern: scalar.bitPattern & kept)
      return value.isNaN || largest.isNaN ? .nan : max(largest, value)
    }
  }

  private static let numbersPerTask = 1 << 14
}

extension SignalError {
  /// A method that needs at least one number got none.
  static var emptyArray: SignalError {
    .invalidParameter(name: "array", value: "empty", requirement: "of at least one number")
  }
}

extension Tensor {
  /// Every scalar through `transform`.
  func mapScalars(_ transform: (Float) -> Float) -> Tensor {
    var result = Tensor(uninitialized: shape)
    withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in
        parallelFor(source.count, grain: 1 << 14) { range in
          for index in range { target[index] = transform(source[index]) }
        }
      }
    }
    return result
  }
}
