import Foundation

/// A hidden Markov model of pitch over time: pitch bins that are sung and the same bins unsung, moving little a frame.
struct PitchPath {
  private let pitchCount: Int
  private let width: Int
  /// ln of the transition from row to column, rows being bins and columns offsets -width/2…width/2 from them.
  private let logTransitions: [[Double]]
  private let logStay: Double
  private let logSwitch: Double

  /// - Parameters:
  ///   - width: number of bins that a transition spans; its weights are a triangle, cut at the ends of the scale.
  init(pitchCount: Int, width: Int, switchProbability: Double) {
    self.pitchCount = pitchCount
    self.width = width
    let triangle = (0..<width).map { index -> Double in
      let near = Double(min(index, width - 1 - index) + 1)
      return width % 2 == 1 ? 2 * near / Double(width + 1) : (2 * near - 1) / Double(width)
    }
    logTransitions = (0..<pitchCount).map { pitch in
      let weights = (0..<width).map { offset -> Double in
        let target = pitch + offset - width / 2
        return target >= 0 && target < pitchCount ? triangle[offset] : 0
      }
      let sum = weights.reduce(0, +)
      return weights.map { $0 / sum }
    }
    logStay = 1 - switchProbability
    logSwitch = switchProbability
  }

  /// The likeliest sequence of states: a pitch bin, or `pitchCount` plus a bin where nothing is sung (Viterbi).
  func likeliest(_ observations: [[Double]], voicedProbabilities: [Double]) -> [Int] {
    let states = 2 * pitchCount
    let tiny = Double.leastNormalMagnitude
    // ln of each transition, for staying sung or unsung and for switching, and of one that is not in the band.
    let logs = [logStay, logSwitch].map { share in
      logTransitions.flatMap { row in row.map { log(share * $0 + tiny) } }
    }
    let impossible = log(tiny)
    func emission(_ frame: Int, _ state: Int) -> Double {
      state < pitchCount
        ? log(observations[frame][state] + tiny)
        : log((1 - voicedProbabilities[frame]) / Double(pitchCount) + tiny)
    }
    var values = (0..<states).map { emission(0, $0) + log(1 / Double(states) + tiny) }
    var origins: [[Int32]] = []
    for frame in observations.indices.dropFirst() {
      var next = [Double](repeating: 0, count: states)
      var origin = [Int32](repeating: 0, count: states)
      let overall = values.indices.max { values[$0] < values[$1] } ?? 0
      let unvoiced = emission(frame, pitchCount)
      for state in 0..<states {
        let target = state % pitchCount
        var best = values[overall] + impossible
        var from = overall
        for group in 0..<2 {
          let table = logs[(state < pitchCount) == (group == 0) ? 0 : 1]
          let base = group * pitchCount
          for source in max(0, target - width / 2)...min(pitchCount - 1, target + width / 2) {
            let offset = target - source + width / 2
            guard offset < width else { continue }
            let value = values[base + source] + table[source * width + offset]
            if value > best { (best, from) = (value, base + source) }
          }
        }
        next[state] = best + (state < pitchCount ? emission(frame, state) : unvoiced)
        origin[state] = Int32(from)
      }
      values = next
      origins.append(origin)
    }
    var path = [values.indices.max { values[$0] < values[$1] } ?? 0]
    for origin in origins.reversed() { path.append(Int(origin[path[path.count - 1]])) }
    return path.reversed()
  }
}
