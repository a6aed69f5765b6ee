import Foundation
import Synchronization

/// Kinds of the discrete cosine transform, as `dct_type` of librosa and SciPy numbers them.
///
/// ```swift
/// let coefficients = try CepstralCoefficients(cosineTransform: .three)(note)
/// ```
public enum CosineTransform: Int, Sendable, Hashable, CaseIterable {
  /// x₀ + (-1)ᵏ x_N₋₁ + 2 Σ xₙ cos(πkn / (N - 1)) for n in 1…N-2; of at least two numbers.
  case one = 1
  /// 2 Σ xₙ cos(πk (2n + 1) / 2N), the usual one.
  case two = 2
  /// x₀ + 2 Σ xₙ cos(π (2k + 1) n / 2N) for n ≥ 1, which undoes the second up to a factor of 2N.
  case three = 3

  /// The matrix of a transform of `count` numbers, a row for each coefficient.
  ///
  /// - Parameters:
  ///   - isOrthonormal: true for rows of length 1 at right angles, `norm="ortho"` in SciPy.
  ///   - rows: number of rows; nil for all.
  func matrix(count: Int, isOrthonormal: Bool, rows: Int? = nil) -> [[Double]] {
    let key = Key(transform: self, count: count, isOrthonormal: isOrthonormal, rows: rows)
    if let matrix = Self.kept.withLock({ $0[key] }) { return matrix }
    let matrix = made(count: count, isOrthonormal: isOrthonormal, rows: rows)
    Self.kept.withLock { kept in
      if kept.count >= Self.keptCount { kept.removeAll() }
      kept[key] = matrix
    }
    return matrix
  }

  private struct Key: Hashable {
    let transform: CosineTransform
    let count: Int
    let isOrthonormal: Bool
    let rows: Int?
  }

  /// The last matrices, since their cosines take longer than a short sound's coefficients.
  private static let kept = Mutex<[Key: [[Double]]]>([:])
  private static let keptCount = 8

  private func made(count: Int, isOrthonormal: Bool, rows: Int?) -> [[Double]] {
    let size = Double(count)
    return (0..<min(count, rows ?? count)).map { row in
      (0..<count).map { column in
        let (k, n) = (Double(row), Double(column))
        switch self {
        case .one:
          let isEnd = column == 0 || column == count - 1
          let angle = cos(Double.pi * k * n / max(1, size - 1))
          guard isOrthonormal else { return (isEnd ? 1 : 2) * angle }
          let isOuter = row == 0 || row == count - 1
          return (2 / max(1, size - 1)).squareRoot() * angle * (isEnd ? 0.5.squareRoot() : 1)
            * (isOuter ? 0.5.squareRoot() : 1)
        case .two:
          let angle = cos(Double.pi * k * (2 * n + 1) / (2 * size))
          return isOrthonormal ? (row == 0 ? 1 / size : 2 / size).squareRoot() * angle : 2 * angle
        case .three:
          let angle = cos(Double.pi * (2 * k + 1) * n / (2 * size))
          return isOrthonormal
            ? (column == 0 ? 1 / size : 2 / size).squareRoot() * angle : (column == 0 ? 1 : 2) * angle
        }
      }
    }
  }

  /// The matrix that undoes `matrix`.
  func inverseMatrix(count: Int, isOrthonormal: Bool) -> [[Double]] {
    let inverse: CosineTransform =
      switch self {
      case .one: .one
      case .two: .three
      case .three: .two
      }
    let matrix = inverse.matrix(count: count, isOrthonormal: isOrthonormal)
    if isOrthonormal { return matrix }
    let scale = 2 * Double(self == .one ? max(1, count - 1) : count)
    return matrix.map { $0.map { $0 / scale } }
  }
}
