import Foundation
import Tensors

/// Links from frames to frames that are near them, with their distances.
struct NeighborGraph {
  /// The neighbours of each frame, nearest first.
  private(set) var neighbors: [[Int]]
  /// Their distances, in the same order.
  private(set) var distances: [[Double]]
  /// Number of frames that can be neighbours.
  let count: Int

  /// All pairs that may be linked, in the order of their distances.
  init(
    _ frames: FeatureFrames, _ others: FeatureFrames, _ distance: FrameDistance,
    mayLink: (Int, Int) -> Bool
  ) {
    count = others.count
    var neighbors = [[Int]](repeating: [], count: frames.count)
    var distances = [[Double]](repeating: [], count: frames.count)
    let columns = others.count
    neighbors.withUnsafeMutableBufferPointer { neighbors in
      distances.withUnsafeMutableBufferPointer { distances in
        let block = 256
        let costs = UnsafeMutableBufferPointer<Double>.allocate(
          capacity: min(block, frames.count) * columns)
        defer { costs.deallocate() }
        for start in stride(from: 0, to: frames.count, by: block) {
          let rows = start..<min(frames.count, start + block)
          distance.write(rows, of: frames, from: others, to: costs)
          parallelFor(rows.count, grain: 8) { range in
            for position in range {
              let row = start + position
              let line = UnsafeBufferPointer(
                rebasing: costs[position * columns..<(position + 1) * columns])
              let order = Self.order(of: line).filter { mayLink(row, $0) && !line[$0].isNaN }
              neighbors[row] = order
              distances[row] = order.map { line[$0] }
            }
          }
        }
      }
    }
    self.neighbors = neighbors
    self.distances = distances
  }

  /// The positions of numbers of at least 0 in rising order, equal ones in their own.
  private static func order(of values: UnsafeBufferPointer<Double>) -> [Int] {
    // The bits of positive numbers are ordered as they are; single precision leaves room for the place.
    var keys = values.indices.map { place in
      UInt64(Float(max(0, values[place])).bitPattern) << 32 | UInt64(truncatingIfNeeded: place)
    }
    keys.sort()
    var order = keys.map { Int($0 & 0xFFFF_FFFF) }
    // Distances equal in single precision keep their order of insertion.
    for place in order.indices.dropFirst() {
      var here = place
      while here > 0, values[order[here]] < values[order[here - 1]] {
        order.swapAt(here, here - 1)
        here -= 1
      }
    }
    return order
  }

  /// Keeps the first links of each frame.
  mutating func keepNearest(_ kept: Int, ignoringZeros: Bool) {
    for row in neighbors.indices {
      if ignoringZeros {
        let first = distances[row].firstIndex { $0 != 0 } ?? distances[row].count
        neighbors[row].removeFirst(first)
        distances[row].removeFirst(first)
      }
      neighbors[row].removeLast(max(0, neighbors[row].count - kept))
      distances[row].removeLast(max(0, distances[row].count - kept))
    }
  }

  /// Keeps the links that hold both ways.
  mutating func keepMutual() {
    let sets = neighbors.map { Set($0) }
    for row in neighbors.indices {
      let places = neighbors[row].indices.filter { sets[neighbors[row][$0]].contains(row) }
      neighbors[row] = places.map { neighbors[row][$0] }
      distances[row] = places.map { distances[row][$0] }
    }
  }

  /// e^(-distance / bandwidth) for each link.
  ///
  /// - Throws: `SignalError.invalidParameter` for a bandwidth that is not above 0, or frames without links to estimate
  ///   it from.
  func affinities(_ bandwidth: AffinityBandwidth, nearest: Int) throws -> [[Double]] {
    let farthest = distances.map { $0.prefix(nearest).last }
    if case .value(let width) = bandwidth { try Require.positive(width, "bandwidth") }
    let lonely = farthest.firstIndex { $0 == nil }
    switch bandwidth {
    case .value(let width): return distances.map { $0.map { exp(-$0 / width) } }
    case .median:
      let sorted = farthest.compactMap(\.self).sorted()
      guard !sorted.isEmpty else {
        throw SignalError.invalidParameter(
          name: "features", value: "without links between frames",
          requirement: "different at some frames")
      }
      let width = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      return distances.map { $0.map { exp(-$0 / width) } }
    default: break
    }
    if let lonely {
      throw SignalError.invalidParameter(
        name: "bandwidth", value: "\(bandwidth)",
        requirement: "median, since frame \(lonely) has no neighbour")
    }
    let averages = distances.map { line in
      line.prefix(nearest).reduce(0, +) / Double(max(1, min(nearest, line.count)))
    }
    return neighbors.indices.map { row in
      zip(neighbors[row], distances[row]).map { column, distance in
        let (far, near) = (farthest[row] ?? 0, farthest[column] ?? 0)
        let width: Double
        switch bandwidth {
        case .meanOfFarthest: width = (far + near) / 2
        case .geometricMeanOfFarthest: width = (far * near).squareRoot()
        case .meanOfAverages: width = (averages[row] + averages[column]) / 2
        case .geometricMeanOfAverages: width = (averages[row] * averages[column]).squareRoot()
        default: width = (averages[row] + averages[column] + distance) / 3
        }
        return exp(-distance / width)
      }
    }
  }

  /// The matrix with a column for each frame, `[count, frames]`.
  func matrix(_ weights: [[Double]], isConnectivity: Bool, diagonal: Bool) -> Tensor {
    let columns = neighbors.count
    var result = Tensor(zeros: [count, columns])
    result.withUnsafeMutableScalars { target in
      for column in 0..<columns {
        for (place, row) in neighbors[column].enumerated() {
          target[row * columns + column] = isConnectivity ? 1 : Float(weights[column][place])
        }
        if diagonal { target[column * columns + column] = 1 }
      }
    }
    return result
  }
}
