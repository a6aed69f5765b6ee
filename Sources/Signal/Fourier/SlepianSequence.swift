import Foundation

/// The finite sequence whose energy is most concentrated around frequency 0, `scipy.signal.windows.dpss`.
///
/// It is the eigenvector of the largest eigenvalue of a symmetric tridiagonal matrix: ((N - 1 - 2i) / 2)² cos(2πW) on the
/// diagonal and i (N - i) / 2 beside it, with W = halfBandwidth / N (Slepian, *Prolate spheroidal wave functions V*,
/// 1978, eq. 14).
struct SlepianSequence {
  /// The sequence with its largest weight 1, corrected as SciPy does for an even count.
  let weights: [Double]

  init(count: Int, halfBandwidth: Double) {
    let width = min(halfBandwidth / Double(count), 0.5)
    let diagonal = (0..<count).map { index in
      pow(Double(count - 1 - 2 * index) / 2, 2) * cos(2 * Double.pi * width)
    }
    let beside = (1..<max(1, count)).map { Double($0) * Double(count - $0) / 2 }
    let largest = Self.largestEigenvalue(diagonal, beside)
    // Inverse iteration from a bump: a few steps are enough, since the eigenvalue is known to its last bits.
    var vector = (0..<count).map { sin(Double.pi * (Double($0) + 0.5) / Double(count)) }
    for _ in 0..<4 {
      vector = Self.solve(diagonal, beside, shift: largest * (1 + 1e-14) + 1e-300, vector)
      let peak = vector.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
      vector = vector.map { $0 / peak }
    }
    let square = Double(count) * Double(count)
    let correction = count % 2 == 0 ? square / (square + halfBandwidth) : 1
    weights = vector.map { $0 * correction }
  }

  /// Bisection by Sturm's count of eigenvalues above a number.
  private static func largestEigenvalue(_ diagonal: [Double], _ beside: [Double]) -> Double {
    func isAboveAll(_ value: Double) -> Bool {
      var pivot = 1.0
      for index in diagonal.indices {
        let square = index == 0 ? 0 : beside[index - 1] * beside[index - 1]
        pivot = value - diagonal[index] - (index == 0 ? 0 : square / pivot)
        if pivot <= 0 { return false }
      }
      return true
    }
    let radius = diagonal.indices.map { index in
      (index > 0 ? beside[index - 1] : 0) + (index < beside.count ? beside[index] : 0)
    }
    var high = zip(diagonal, radius).map(+).max() ?? 0
    var low = diagonal.max() ?? 0
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if middle <= low || middle >= high { break }
      if isAboveAll(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// Solves (shift - T) x = right, which is positive definite for a shift above all eigenvalues.
  private static func solve(_ diagonal: [Double], _ beside: [Double], shift: Double, _ right: [Double]) -> [Double] {
    var pivots = [Double](repeating: 0, count: diagonal.count)
    var result = right
    for index in diagonal.indices {
      var pivot = shift - diagonal[index]
      if index > 0 {
        let factor = beside[index - 1] / pivots[index - 1]
        pivot -= factor * beside[index - 1]
        result[index] += factor * result[index - 1]
      }
      pivots[index] = abs(pivot) < .leastNormalMagnitude ? .leastNormalMagnitude : pivot
    }
    for index in diagonal.indices.reversed() {
      if index + 1 < diagonal.count { result[index] += beside[index] * result[index + 1] }
      result[index] /= pivots[index]
    }
    return result
  }
}
