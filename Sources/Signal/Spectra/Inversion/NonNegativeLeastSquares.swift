import Foundation
import Tensors

/// Nonnegative numbers whose bands approximate the given ones: min ½ |A x - b|² for x ≥ 0, with a band in each row of
/// A.
///
/// It starts from the least-norm solution Aᵀ (A Aᵀ)⁻¹ b, its negative numbers set to 0 as in librosa, and continues by
/// projected gradients with Nesterov's momentum, restarted where it overshoots (O'Donoghue and Candès, *Adaptive
/// restart for accelerated gradient schemes*, 2015). A Aᵀ is tridiagonal, since a band overlaps with its neighbours
/// only.
struct NonNegativeLeastSquares {
  /// A row's numbers that are not 0 and those between them: its first column, and the position of its weights among
  /// all.
  private struct Row {
    let start: Int
    let first: Int
    let count: Int
  }

  private let rows: [Row]
  /// The weights of all rows, one after another.
  private let weights: [Double]
  private let columns: Int
  private let diagonal: [Double]
  private let beside: [Double]
  /// An upper bound of the largest eigenvalue of A Aᵀ.
  private let curvature: Double

  init(_ matrix: SparseMatrix) {
    columns = matrix.columns
    var weights: [Double] = []
    let rows = matrix.entries.map { entries -> Row in
      guard let first = entries.first, let last = entries.last else { return Row(start: 0, first: 0, count: 0) }
      let row = Row(start: first.column, first: weights.count, count: last.column - first.column + 1)
      weights += repeatElement(0, count: row.count)
      for entry in entries { weights[row.first + entry.column - row.start] = entry.weight }
      return row
    }
    self.rows = rows
    self.weights = weights
    func overlap(_ a: Row, _ b: Row) -> Double {
      let start = max(a.start, b.start)
      let shared = start..<max(start, min(a.start + a.count, b.start + b.count))
      return shared.reduce(0) { $0 + weights[a.first + $1 - a.start] * weights[b.first + $1 - b.start] }
    }
    let diagonal = rows.map { overlap($0, $0) }
    let beside = zip(rows, rows.dropFirst()).map { overlap($0, $1) }
    self.diagonal = diagonal
    self.beside = beside
    curvature =
      diagonal.indices.map { row in
        diagonal[row] + (row > 0 ? beside[row - 1] : 0) + (row < beside.count ? beside[row] : 0)
      }
      .max() ?? 0
  }

  /// The numbers for one column of bands, `[columns]`, from `[rows]`.
  func solution(of target: [Double], iterations: Int = 400) -> [Double] {
    var solution = applyTransposed(tridiagonalSolution(of: target)).map { max(0, $0) }
    guard curvature > 0 else { return solution }
    var momentumPoint = solution
    var gradient = [Double](repeating: 0, count: columns)
    solution.withUnsafeMutableBufferPointer { solution in
      momentumPoint.withUnsafeMutableBufferPointer { momentumPoint in
        gradient.withUnsafeMutableBufferPointer { gradient in
          descend(solution, momentumPoint, gradient, target, iterations)
        }
      }
    }
    return solution
  }

  /// Steps down until neither the bands nor the numbers change any more.
  private func descend(
    _ solution: UnsafeMutableBufferPointer<Double>, _ momentumPoint: UnsafeMutableBufferPointer<Double>,
    _ gradient: UnsafeMutableBufferPointer<Double>, _ target: [Double], _ iterations: Int
  ) {
    let step = 1 / curvature
    let scale = target.reduce(0) { max($0, abs($1)) }
    var weight = 1.0
    for _ in 0..<iterations {
      if fillGradient(gradient, UnsafeBufferPointer(momentumPoint), target) <= 1e-7 * scale { return }
      let nextWeight = (1 + (1 + 4 * weight * weight).squareRoot()) / 2
      let factor = (weight - 1) / nextWeight
      var (turn, change, largest) = (0.0, 0.0, 0.0)
      for column in 0..<columns {
        let next = max(0, momentumPoint[column] - step * gradient[column])
        let difference = next - solution[column]
        turn += (momentumPoint[column] - next) * difference
        change = max(change, abs(difference))
        largest = max(largest, next)
        momentumPoint[column] = next + factor * difference
        solution[column] = next
      }
      weight = nextWeight
      if turn > 0 {
        weight = 1
        for column in 0..<columns { momentumPoint[column] = solution[column] }
      }
      if change <= 1e-9 * largest { return }
    }
  }

  /// Aᵀ (A x - b), and the largest |A x - b|.
  private func fillGradient(
    _ gradient: UnsafeMutableBufferPointer<Double>, _ point: UnsafeBufferPointer<Double>, _ target: [Double]
  ) -> Double {
    gradient.update(repeating: 0)
    var error = 0.0
    weights.withUnsafeBufferPointer { weights in
      for (index, row) in rows.enumerated() {
        var residual = -target[index]
        for place in 0..<row.count { residual += weights[row.first + place] * point[row.start + place] }
        for place in 0..<row.count { gradient[row.start + place] += weights[row.first + place] * residual }
        error = max(error, abs(residual))
      }
    }
    return error
  }

  /// Aᵀ z.
  private func applyTransposed(_ values: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: columns)
    for (index, row) in rows.enumerated() {
      for place in 0..<row.count { result[row.start + place] += weights[row.first + place] * values[index] }
    }
    return result
  }

  /// z of A Aᵀ z = b by elimination; rows that depend on those before them get 0.
  private func tridiagonalSolution(of target: [Double]) -> [Double] {
    var pivots = diagonal
    var result = target
    for row in diagonal.indices {
      if row > 0, pivots[row - 1] > 0 {
        let factor = beside[row - 1] / pivots[row - 1]
        pivots[row] -= factor * beside[row - 1]
        result[row] -= factor * result[row - 1]
      }
      if pivots[row] <= 1e-10 * diagonal[row] {
        pivots[row] = 0
        result[row] = 0
      }
    }
    for row in diagonal.indices.reversed() where pivots[row] > 0 {
      if row + 1 < diagonal.count { result[row] -= beside[row] * result[row + 1] }
      result[row] /= pivots[row]
    }
    return result
  }
}
