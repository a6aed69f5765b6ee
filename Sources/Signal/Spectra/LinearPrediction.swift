import Foundation
import Tensors

/// Each sample told from those before it, which models a sound as a filtered pulse or noise.
///
/// ```swift
/// let filter = try LinearPrediction.coefficients(note, order: 16)  // [17]
/// ```
public enum LinearPrediction {
  /// The coefficients of the filter 1 / Σ aₖ z⁻ᵏ, beginning with 1, `[order + 1]`, or `[channels, order + 1]` for several
  /// channels; `librosa.lpc`.
  ///
  /// Burg's method: each order's reflection coefficient is -2 Σ b f / Σ (b² + f²) of the errors of predicting backwards
  /// and forwards (Marple, *A new autoregressive spectrum analysis algorithm*, 1980). Silence gives 1, 0, ….
  ///
  /// ```swift
  /// let filter = try LinearPrediction.coefficients(note[0.1..<0.13], order: 16)  // [17]
  /// ```
  ///
  /// - Throws: `SignalError.invalidParameter` for an order below 1, `tooShort` for no more samples than the order.
  public static func coefficients(_ waveform: Waveform, order: Int) throws -> Tensor {
    try Require.positive(order, "order")
    guard waveform.frameCount > order else {
      throw SignalError.tooShort(
        sampleCount: waveform.frameCount, needed: order + 1, method: "A linear prediction of order \(order)")
    }
    let rows = waveform.channels.flatMap { burg($0.samples.map { Double($0) }, order).map { Float($0) } }
    return Tensor(shape: waveform.channelCount == 1 ? [order + 1] : [waveform.channelCount, order + 1], scalars: rows)
  }

  private static func burg(_ samples: [Double], _ order: Int) -> [Double] {
    var coefficients = [1.0] + [Double](repeating: 0, count: order)
    var previous = coefficients
    var forward = Array(samples.dropFirst())
    var backward = Array(samples.dropLast())
    var count = forward.count
    var energy = 0.0
    for index in 0..<count { energy += forward[index] * forward[index] + backward[index] * backward[index] }
    var product = zip(forward, backward).reduce(0) { $0 + $1.0 * $1.1 }
    forward.withUnsafeMutableBufferPointer { forward in
      backward.withUnsafeMutableBufferPointer { backward in
        // Forward errors of each step begin one later, so nothing needs to be moved.
        for step in 0..<order {
          let reflection = -2 * product / (energy + .leastNormalMagnitude)
          swap(&previous, &coefficients)
          for index in 1...step + 1 {
            coefficients[index] = previous[index] + reflection * previous[step - index + 1]
          }
          product = 0
          // The next product is taken of errors that are still in cache.
          for start in stride(from: 0, to: count, by: 1024) {
            let end = min(count, start + 1024)
            reflect(forward, step, backward, start..<end, reflection)
            product += dot(forward, step + 1, backward, max(0, start - 1)..<max(0, start - 1, end - 1))
          }
          energy =
            (1 - reflection * reflection) * energy - backward[count - 1] * backward[count - 1]
            - forward[step] * forward[step]
          count -= 1
        }
      }
    }
    return coefficients
  }

  /// Adds to each error the reflection of the other one.
  private static func reflect(
    _ forward: UnsafeMutableBufferPointer<Double>, _ offset: Int, _ backward: UnsafeMutableBufferPointer<Double>,
    _ range: Range<Int>, _ reflection: Double
  ) {
    for index in range {
      let (f, b) = (forward[offset + index], backward[index])
      forward[offset + index] = f + reflection * b
      backward[index] = b + reflection * f
    }
  }

  /// Σ forward · backward, as eight sums that do not wait for each other.
  private static func dot(
    _ forward: UnsafeMutableBufferPointer<Double>, _ offset: Int, _ backward: UnsafeMutableBufferPointer<Double>,
    _ range: Range<Int>
  ) -> Double {
    var sums = SIMD8<Double>.zero
    let body = range.lowerBound + range.count / 8 * 8
    for start in stride(from: range.lowerBound, to: body, by: 8) {
      for lane in 0..<8 { sums[lane] += forward[offset + start + lane] * backward[start + lane] }
    }
    var sum = sums.sum()
    for index in body..<range.upperBound { sum += forward[offset + index] * backward[index] }
    return sum
  }
}
