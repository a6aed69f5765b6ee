import Foundation

/// The norm by which every frame of a chromagram is divided, which makes loud and quiet frames comparable.
///
/// ```swift
/// let chroma = try ConstantQChroma(norm: .norm(2))(note)  // each frame has length 1
/// ```
public enum Normalization: Sendable, Hashable {
  /// The largest magnitude, the default: the strongest pitch class is 1.
  case maximum
  /// The p-norm (Σ|x|ᵖ)^(1/p): 1 for shares, 2 for unit vectors.
  case norm(Double)
  /// Nothing.
  case none

  /// Throws for a p that is not above 0.
  func validate() throws {
    if case .norm(let p) = self { try Require.positive(p, "norm") }
  }

  /// The number to divide by: 1 where the magnitude is below the smallest normal `Float`, so silence stays silent.
  func length(of values: UnsafeBufferPointer<Float>, stride: Int, offset: Int, count: Int) -> Double {
    var length = 0.0
    switch self {
    case .none: return 1
    case .maximum:
      for index in 0..<count { length = max(length, Double(abs(values[offset + index * stride]))) }
    case .norm(1): for index in 0..<count { length += Double(abs(values[offset + index * stride])) }
    case .norm(2):
      for index in 0..<count {
        let value = Double(values[offset + index * stride])
        length += value * value
      }
      length = length.squareRoot()
    case .norm(let p):
      for index in 0..<count { length += pow(Double(abs(values[offset + index * stride])), p) }
      length = pow(length, 1 / p)
    }
    return length < Double(Float.leastNormalMagnitude) ? 1 : length
  }

  /// Divides every column of a `[rows, columns]` matrix by its length, as `librosa.util.normalize` does.
  func apply(to matrix: UnsafeMutableBufferPointer<Float>, rows: Int, columns: Int) {
    if case .none = self { return }
    for column in 0..<columns {
      let length = length(of: UnsafeBufferPointer(matrix), stride: columns, offset: column, count: rows)
      for row in 0..<rows {
        matrix[row * columns + column] = Float(Double(matrix[row * columns + column]) / length)
      }
    }
  }
}
