/// A scalar field given on a grid, linear in between.
struct ContourGrid: Sendable {
  let x: [Double]
  let y: [Double]
  /// Row by row.
  let values: [Double]

  /// A side of a cell, by the point at its lower left end.
  private struct Side: Hashable {
    let row: Int
    let column: Int
    let isHorizontal: Bool
  }

  /// The grid column or row to the left of a coordinate and the fraction of the way to the next; nil outside the grid.
  func place(_ value: Double, among places: [Double]) -> (index: Int, fraction: Double)? {
    guard places.count > 1, value >= places[0], value <= places[places.count - 1] else { return nil }
    var (low, high) = (0, places.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if places[middle] <= value { low = middle } else { high = middle }
    }
    let width = places[high] - places[low]
    return (low, width > 0 ? (value - places[low]) / width : 0)
  }

  /// The value at a point, linear in both directions.
  func value(_ x: (index: Int, fraction: Double), _ y: (index: Int, fraction: Double)) -> Double {
    let corner = y.index * self.x.count + x.index
    let below = values[corner] + (values[corner + 1] - values[corner]) * x.fraction
    let upper = corner + self.x.count
    let above = values[upper] + (values[upper + 1] - values[upper]) * x.fraction
    return below + (above - below) * y.fraction
  }

  /// The lines at one level of the field: marching squares, whose pieces are joined end to end.
  ///
  /// If a line could cross a cell in two ways, the mean of the corners decides.
  func lines(at level: Double) -> [[Point]] {
    var neighbours: [Side: [Side]] = [:]
    var order: [Side] = []
    for row in 0..<max(y.count - 1, 0) {
      for column in 0..<max(x.count - 1, 0) {
        for (first, second) in pieces(row, column, level) {
          if neighbours[first] == nil { order.append(first) }
          neighbours[first, default: []].append(second)
          if neighbours[second] == nil { order.append(second) }
          neighbours[second, default: []].append(first)
        }
      }
    }
    // Open lines are traced from their ends, closed ones from anywhere.
    var lines: [[Point]] = []
    for start in order.filter({ neighbours[$0]?.count == 1 }) + order {
      var (side, line): (Side, [Point]) = (start, [])
      while let next = neighbours[side]?.popLast() {
        if line.isEmpty { line.append(crossing(side, level)) }
        line.append(crossing(next, level))
        if let index = neighbours[next]?.firstIndex(of: side) { neighbours[next]?.remove(at: index) }
        side = next
      }
      if !line.isEmpty { lines.append(line) }
    }
    return lines
  }

  /// The pieces of line within one cell, from side to side.
  private func pieces(_ row: Int, _ column: Int, _ level: Double) -> [(Side, Side)] {
    let corner = row * x.count + column
    let corners = [values[corner], values[corner + 1], values[corner + x.count + 1], values[corner + x.count]]
    guard corners.allSatisfy(\.isFinite) else { return [] }
    let sides = [
      Side(row: row, column: column, isHorizontal: true), Side(row: row, column: column + 1, isHorizontal: false),
      Side(row: row + 1, column: column, isHorizontal: true), Side(row: row, column: column, isHorizontal: false),
    ]
    let isAbove = corners.map { $0 > level }
    // Side i is between corners i and i + 1.
    let crossed = (0..<4).filter { isAbove[$0] != isAbove[($0 + 1) % 4] }
    if crossed.count == 2 { return [(sides[crossed[0]], sides[crossed[1]])] }
    guard crossed.count == 4 else { return [] }
    let isMiddleAbove = corners.reduce(0, +) / 4 > level
    return isMiddleAbove == isAbove[0]
      ? [(sides[0], sides[1]), (sides[2], sides[3])] : [(sides[3], sides[0]), (sides[1], sides[2])]
  }

  /// The point at which the level crosses a side.
  private func crossing(_ side: Side, _ level: Double) -> Point {
    let from = side.row * x.count + side.column
    let to = side.isHorizontal ? from + 1 : from + x.count
    let fraction = (level - values[from]) / (values[to] - values[from])
    return side.isHorizontal
      ? Point(x: x[side.column] + (x[side.column + 1] - x[side.column]) * fraction, y: y[side.row])
      : Point(x: x[side.column], y: y[side.row] + (y[side.row + 1] - y[side.row]) * fraction)
  }
}
