import Foundation
import Tensors

extension SpectralShape {
  /// The polynomial in frequency that fits each frame best, highest power first, `[order + 1, frames]`;
  /// `librosa.feature.poly_features`.
  ///
  /// The least-squares solution of Σ (S(f) - Σ cᵢ fⁿ⁻ⁱ)² over the bins, f in hertz: order 0 is the mean, order 1 the
  /// slope and what is at 0 Hz.
  ///
  /// - Throws: `SignalError.invalidParameter` for negative magnitudes, another shape, or an order below 0 or not below the
  ///   number of bins.
  public static func polynomial(
    _ magnitudes: Tensor, sampleRate: Int, order: Int = 1, fftLength: Int? = nil
  ) throws -> Tensor {
    try validate(magnitudes)
    try Require.positive(sampleRate, "sampleRate")
    let spectra = SpectrogramFrames(magnitudes)
    guard order >= 0, order < min(spectra.bins, 64) else {
      throw SignalError.invalidParameter(
        name: "order", value: "\(order)", requirement: "in 0..<\(min(spectra.bins, 64)) for \(spectra.bins) bins")
    }
    let width = try binWidth(spectra, sampleRate, fftLength)
    let places = (0..<spectra.bins).map { Double($0) * width }
    return spectra.multiplied(by: SparseMatrix(fit(order: order, at: places), columns: spectra.bins))
  }

  /// The matrix that gives coefficients from values, `[order + 1, places]`: R⁻¹ Qᵀ of the powers' QR factorisation.
  private static func fit(order: Int, at places: [Double]) -> [[Double]] {
    let largest = places.last.map { $0 > 0 ? $0 : 1 } ?? 1
    // Powers of numbers in 0…1, made orthonormal twice over: one pass alone loses digits.
    var columns = (0...order).map { column in places.map { pow($0 / largest, Double(order - column)) } }
    var triangle = [[Double]](repeating: [Double](repeating: 0, count: order + 1), count: order + 1)
    for column in 0...order {
      for _ in 0..<2 {
        for before in 0..<column {
          let part = zip(columns[before], columns[column]).reduce(0) { $0 + $1.0 * $1.1 }
          triangle[before][column] += part
          for row in places.indices { columns[column][row] -= part * columns[before][row] }
        }
      }
      let length = columns[column].reduce(0) { $0 + $1 * $1 }.squareRoot()
      triangle[column][column] = length
      columns[column] = columns[column].map { length > 0 ? $0 / length : 0 }
    }
    var rows = columns
    for row in (0...order).reversed() {
      for later in row + 1..<max(row + 1, order + 1) {
        let factor = triangle[row][later]
        for place in places.indices { rows[row][place] -= factor * rows[later][place] }
      }
      let pivot = triangle[row][row]
      rows[row] = rows[row].map { pivot > 0 ? $0 / pivot : 0 }
    }
    return rows.enumerated().map { row, line in
      let scale = pow(largest, Double(order - row))
      return line.map { $0 / scale }
    }
  }
}
