import Foundation

/// A hidden Markov model of pitch over time: pitch bins that are sung and the same bins unsung, moving little a frame.
struct PitchPath {
  private let pitchCount: Int
  private let width: Int
  /// The logarithms of transitions that stay sung or unsung, and of those that switch: `[width, pitchCount]` each.
  ///
  /// A column is the bin that a transition comes from, row r the bin r - width/2 above it. One row is read along bins.
  private let transitions: (stay: [Double], change: [Double])

  /// - Parameters:
  ///   - width: number of bins that a transition spans; its weights are a triangle, cut at the ends of the scale.
  init(pitchCount: Int, width: Int, switchProbability: Double) {
    self.pitchCount = pitchCount
    self.width = width
    let triangle = (0..<width).map { index -> Double in
      let near = Double(min(index, width - 1 - index) + 1)
      return width % 2 == 1 ? 2 * near / Double(width + 1) : (2 * near - 1) / Double(width)
    }
    var (stay, change) = (
      [Double](repeating: 0, count: width * pitchCount), [Double](repeating: 0, count: width * pitchCount)
    )
    var previous = 0..<0
    for pitch in 0..<pitchCount {
      // The rows whose bin is on the scale: the same for all bins but those at the ends.
      let inside = max(0, width / 2 - pitch)..<min(width, pitchCount - pitch + width / 2)
      let isSame = inside == previous
      let sum = isSame ? 0 : inside.reduce(0) { $0 + triangle[$1] }
      for row in 0..<width {
        let place = row * pitchCount + pitch
        let weight = isSame || !inside.contains(row) ? 0 : triangle[row] / sum
        stay[place] = isSame ? stay[place - 1] : log((1 - switchProbability) * weight + Self.tiny)
        change[place] = isSame ? change[place - 1] : log(switchProbability * weight + Self.tiny)
      }
      previous = inside
    }
    transitions = (stay, change)
  }

  /// The likeliest sequence of states: a pitch bin, or `pitchCount` plus a bin where nothing is sung (Viterbi).
  func likeliest(_ observations: [[Double]], voicedProbabilities: [Double]) -> [Int] {
    let states = 2 * pitchCount
    func unsung(_ frame: Int) -> Double { log((1 - voicedProbabilities[frame]) / Double(pitchCount) + Self.tiny) }
    let start = log(1 / Double(states) + Self.tiny)
    var values = (0..<states).map { state in
      (state < pitchCount ? Self.logarithm(observations[0][state]) : unsung(0)) + start
    }
    var best = [Double](repeating: 0, count: states)
    var origins = [Int64](repeating: 0, count: states)
    var history: [[Int32]] = []
    for frame in observations.indices.dropFirst() {
      let overall = values.indices.max { values[$0] < values[$1] } ?? 0
      for state in 0..<states {
        best[state] = values[overall] + Self.impossible
        origins[state] = Int64(overall)
      }
      advance(values, into: &best, from: &origins)
      let silence = unsung(frame)
      for pitch in 0..<pitchCount {
        values[pitch] = best[pitch] + Self.logarithm(observations[frame][pitch])
        values[pitchCount + pitch] = best[pitchCount + pitch] + silence
      }
      history.append(origins.map { Int32($0) })
    }
    var path = [values.indices.max { values[$0] < values[$1] } ?? 0]
    for origin in history.reversed() { path.append(Int(origin[path[path.count - 1]])) }
    return path.reversed()
  }

  /// Keeps for each state the best of what is there and of all transitions to it; the first of equals.
  ///
  /// One distance at a time, for all bins at once.
  private func advance(_ values: [Double], into best: inout [Double], from origins: inout [Int64]) {
    values.withUnsafeBufferPointer { values in
      best.withUnsafeMutableBufferPointer { best in
        origins.withUnsafeMutableBufferPointer { origins in
          guard let values = values.baseAddress, let best = best.baseAddress, let origins = origins.baseAddress else {
            return
          }
          for group in 0..<2 {
            for distance in -(width / 2)...(width / 2) where width / 2 - distance < width {
              let row = (width / 2 - distance) * pitchCount
              let targets = max(0, -distance)..<max(max(0, -distance), min(pitchCount, pitchCount - distance))
              for targetGroup in 0..<2 {
                (targetGroup == group ? transitions.stay : transitions.change).withUnsafeBufferPointer { table in
                  guard let table = table.baseAddress else { return }
                  let first = group * pitchCount + distance + targets.lowerBound
                  let shift = targetGroup * pitchCount + targets.lowerBound
                  Self.keepBest(
                    values + first, table + row + distance + targets.lowerBound, firstOrigin: Int64(first),
                    count: targets.count, best + shift, origins + shift)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Keeps for each state the better of what is there and of one transition, whose origins follow one another.
  @inline(__always)
  private static func keepBest(
    _ values: UnsafePointer<Double>, _ logarithms: UnsafePointer<Double>, firstOrigin: Int64, count: Int,
    _ best: UnsafeMutablePointer<Double>, _ origins: UnsafeMutablePointer<Int64>
  ) {
    let body = count / 8 * 8
    var origin = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7) &+ firstOrigin
    for index in stride(from: 0, to: body, by: 8) {
      let value =
        UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Double>.self)
        + UnsafeRawPointer(logarithms + index).loadUnaligned(as: SIMD8<Double>.self)
      let (bests, places) = (UnsafeMutableRawPointer(best + index), UnsafeMutableRawPointer(origins + index))
      var kept = bests.loadUnaligned(as: SIMD8<Double>.self)
      var from = places.loadUnaligned(as: SIMD8<Int64>.self)
      let isBetter = value .> kept
      kept.replace(with: value, where: isBetter)
      from.replace(with: origin, where: isBetter)
      bests.storeBytes(of: kept, as: SIMD8<Double>.self)
      places.storeBytes(of: from, as: SIMD8<Int64>.self)
      origin &+= 8
    }
    for index in body..<count {
      let value = values[index] + logarithms[index]
      if value > best[index] {
        best[index] = value
        origins[index] = firstOrigin + Int64(index)
      }
    }
  }

  /// Added to what may be 0 before its logarithm is taken.
  private static let tiny = Double.leastNormalMagnitude
  private static let impossible = log(tiny)

  private static func logarithm(_ probability: Double) -> Double {
    probability == 0 ? impossible : log(probability + tiny)
  }
}
