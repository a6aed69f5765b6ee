import Foundation
import Tensors

/// The costs of the cheapest paths to all pairs of frames, and the step by which each comes.
struct WarpingTable {
  /// Accumulated costs, `[rows, columns]`.
  let accumulated: Tensor
  private let arrivals: [UInt8]
  /// The costs of the last row, in double precision.
  private let lastRow: [Double]
  private let method: DynamicTimeWarping
  private let rows: Int
  private let columns: Int

  /// Works off blocks of rows, whose costs `fill` writes.
  ///
  /// - Throws: `SignalError.invalidParameter` for a cost that is NaN.
  init(
    _ method: DynamicTimeWarping, rows: Int, columns: Int,
    _ fill: (Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void
  ) throws {
    try Require.pairs(rows, columns)
    self.method = method
    self.rows = rows
    self.columns = columns
    let band = method.bandRadius.map { WarpingBand(radius: $0, rows: rows, columns: columns) }
    let reach = max(1, method.steps.map(\.rows).max() ?? 1)
    let rowsPerBlock = max(1, min(rows, (1 << 18) / columns))
    let costs = UnsafeMutableBufferPointer<Double>.allocate(capacity: rowsPerBlock * columns)
    // As many rows as the longest step goes back, used in turn.
    let recent = UnsafeMutableBufferPointer<Double>.allocate(capacity: (reach + 1) * columns)
    recent.initialize(repeating: .infinity)
    let isUnit = method.steps == DynamicTimeWarping.unitSteps
    var arrivals = [UInt8](repeating: 0, count: rows * columns)
    var accumulated = Tensor(zeros: [rows, columns])
    var isInvalid = false
    defer {
      costs.deallocate()
      recent.deallocate()
    }
    arrivals.withUnsafeMutableBufferPointer { arrivals in
      accumulated.withUnsafeMutableScalars { target in
        for start in stride(from: 0, to: rows, by: rowsPerBlock) where !isInvalid {
          let range = start..<min(rows, start + rowsPerBlock)
          let block = UnsafeMutableBufferPointer(rebasing: costs[0..<range.count * columns])
          fill(range, block)
          isInvalid = block.contains { $0.isNaN }
          for row in range where !isInvalid {
            let line = UnsafeMutableBufferPointer(
              rebasing: block[(row - start) * columns..<(row - start + 1) * columns])
            band?.close(line, row: row)
            let current = UnsafeMutableBufferPointer(
              rebasing: recent[row % (reach + 1) * columns..<(row % (reach + 1) + 1) * columns])
            let came = UnsafeMutableBufferPointer(
              rebasing: arrivals[row * columns..<(row + 1) * columns])
            current.update(repeating: .infinity)
            if row == 0 {
              for column in 0..<(method.isSubsequence ? columns : 1) {
                current[column] = line[column]
              }
            }
            if isUnit {
              let before = UnsafeMutableBufferPointer(
                rebasing: recent[
                  (row + reach) % (reach + 1) * columns..<((row + reach) % (reach + 1) + 1)
                    * columns])
              Self.unitRow(current, before, UnsafeBufferPointer(line), came)
            } else {
              Self.row(row, current, recent, reach, UnsafeBufferPointer(line), came, method.steps)
            }
            for column in 0..<columns { target[row * columns + column] = Float(current[column]) }
          }
        }
      }
    }
    guard !isInvalid else {
      throw SignalError.invalidParameter(
        name: "costs", value: "nan", requirement: "numbers, which may be infinite")
    }
    self.arrivals = arrivals
    self.accumulated = accumulated
    let last = (rows - 1) % (reach + 1) * columns
    lastRow = Array(recent[last..<last + columns])
  }

  /// A row by any steps; `current` has what paths begin with.
  private static func row(
    _ row: Int, _ current: UnsafeMutableBufferPointer<Double>,
    _ recent: UnsafeMutableBufferPointer<Double>,
    _ reach: Int, _ costs: UnsafeBufferPointer<Double>, _ came: UnsafeMutableBufferPointer<UInt8>,
    _ steps: [DynamicTimeWarping.Step]
  ) {
    let columns = current.count
    func before(_ step: DynamicTimeWarping.Step) -> UnsafeMutableBufferPointer<Double> {
      let start = (row - step.rows) % (reach + 1) * columns
      return UnsafeMutableBufferPointer(rebasing: recent[start..<start + columns])
    }
    func take(
      _ step: DynamicTimeWarping.Step, _ index: Int, _ earlier: UnsafeMutableBufferPointer<Double>, _ column: Int
    ) {
      let cost = earlier[column - step.columns] + (step.multiplier * costs[column] + step.addition)
      if cost < current[column] {
        current[column] = cost
        came[column] = UInt8(truncatingIfNeeded: index)
      }
    }
    let possible = steps.enumerated().filter { $0.element.rows <= row && $0.element.columns < columns }
      .map { (index: $0.offset, step: $0.element, earlier: before($0.element)) }
    if possible.allSatisfy({ $0.step.rows > 0 }) {
      // Nothing comes from this row itself, so each step is tried for all columns at once.
      for (index, step, earlier) in possible {
        for column in step.columns..<columns { take(step, index, earlier, column) }
      }
    } else {
      for column in 0..<columns {
        for (index, step, earlier) in possible where step.columns <= column { take(step, index, earlier, column) }
      }
    }
  }

  /// A row for `unitSteps`: costs from the previous row are computed for all columns at once, and only costs from the
  /// left one by one.
  private static func unitRow(
    _ current: UnsafeMutableBufferPointer<Double>, _ before: UnsafeMutableBufferPointer<Double>,
    _ costs: UnsafeBufferPointer<Double>, _ came: UnsafeMutableBufferPointer<UInt8>
  ) {
    let columns = current.count
    guard let current = current.baseAddress, let before = before.baseAddress, let costs = costs.baseAddress,
      let came = came.baseAddress
    else { return }
    current[0] = min(current[0], before[0] + costs[0])
    // Up is 2; a first row begins here.
    came[0] = 2
    for column in 1..<max(1, columns) {
      let cost = costs[column]
      current[column] = min(current[column], min(before[column - 1] + cost, before[column] + cost))
    }
    var left = current[0]
    for column in 1..<max(1, columns) {
      left = min(current[column], left + costs[column])
      current[column] = left
    }
    for column in 1..<max(1, columns) {
      let cost = costs[column]
      let (diagonal, left, up) = (
        before[column - 1] + cost, current[column - 1] + cost, before[column] + cost
      )
      came[column] = diagonal <= left && diagonal <= up ? 0 : (left <= up ? 1 : 2)
    }
  }

  /// The cheapest path, from the beginning, and its cost.
  ///
  /// - Throws: `SignalError.invalidParameter` if no path leads to the end.
  func path(isSubsequence: Bool) throws -> (pairs: [DynamicTimeWarping.Pair], cost: Double) {
    let end = isSubsequence ? lastRow.indices.min { lastRow[$0] < lastRow[$1] } ?? 0 : columns - 1
    guard lastRow[end] < .infinity else {
      throw SignalError.invalidParameter(
        name: "steps", value: "\(method.steps.map { [$0.rows, $0.columns] })",
        requirement:
          "such that a path of them, within the band if there is one, leads through \(rows) × \(columns) pairs"
      )
    }
    var (row, column) = (rows - 1, end)
    var pairs = [DynamicTimeWarping.Pair(first: row, second: column)]
    while isSubsequence ? row > 0 : row > 0 || column > 0 {
      let step = method.steps[Int(arrivals[row * columns + column])]
      (row, column) = (row - step.rows, column - step.columns)
      guard row >= 0, column >= 0 else { break }
      pairs.append(DynamicTimeWarping.Pair(first: row, second: column))
    }
    return (pairs.reversed(), lastRow[end])
  }
}

/// The band about the diagonal that paths are kept in (Sakoe and Chiba, 1978), as `librosa.util.fill_off_diagonal`.
private struct WarpingBand {
  private let above: Int
  private let below: Int

  init(radius: Double, rows: Int, columns: Int) {
    let width = Int(min(1e9, (radius * Double(min(rows, columns))).rounded(.toNearestOrEven)))
    above = rows < columns ? width + columns - rows : width
    below = rows < columns ? width : width + rows - columns
  }

  /// Makes pairs outside the band infinitely dear.
  func close(_ line: UnsafeMutableBufferPointer<Double>, row: Int) {
    for column in line.indices where column - row >= above || column - row <= -below {
      line[column] = .infinity
    }
  }
}
