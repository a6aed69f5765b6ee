import Foundation

/// The best sequence of beats in a curve of strengths, for one period or one for each frame.
struct BeatPath {
  private let scores: [Double]
  private let cumulative: [Double]
  private let links: [Int]

  /// - Parameters:
  ///   - strength: at least two numbers.
  ///   - periods: frames per beat, one number or as many as strengths; each at least 1.
  init(_ strength: [Float], periods: [Int], tightness: Double) {
    scores = Self.localScores(Self.scaled(strength), periods)
    (cumulative, links) = Self.accumulate(scores, periods, tightness)
  }

  /// The frames of the beats, in rising order.
  func beats(isTrimmed: Bool) -> [Int] {
    var frames: [Int] = []
    var frame = last
    while frame >= 0 {
      frames.append(frame)
      frame = links[frame]
    }
    frames.reverse()
    let threshold = isTrimmed ? 0.5 * smoothedLevel(frames) : 0
    guard let first = scores.firstIndex(where: { $0 > threshold }),
      let last = scores.lastIndex(where: { $0 > threshold })
    else { return [] }
    return frames.filter { (first...last).contains($0) }
  }

  /// Strengths in units of their standard deviation.
  private static func scaled(_ strength: [Float]) -> [Float] {
    let mean = strength.reduce(0.0) { $0 + Double($1) } / Double(strength.count)
    let squares = strength.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let deviation = Float((squares / Double(strength.count - 1)).squareRoot()) + .leastNormalMagnitude
    return strength.map { $0 / deviation }
  }

  /// The convolution with exp(-½ (32 n / period)²), n in -period…period, cut to the length of the strengths.
  ///
  /// The first strength is left out where the window reaches it, like librosa's loop leaves it out.
  private static func localScores(_ strength: [Float], _ periods: [Int]) -> [Double] {
    var windows: [Int: [Double]] = [:]
    return strength.indices.map { frame in
      let period = periods.count > 1 ? periods[frame] : periods[0]
      let window =
        windows[period] ?? (-period...period).map { exp(-0.5 * pow(Double($0) * 32 / Double(period), 2)) }
      windows[period] = window
      var sum = 0.0
      for index in max(0, frame + period - strength.count + 1)..<max(0, min(frame + period, window.count)) {
        sum += window[index] * Double(strength[frame + period - index])
      }
      return sum
    }
  }

  /// For each frame the best sum of scores of beats that end there, and the beat before it, -1 for none.
  private static func accumulate(
    _ scores: [Double], _ periods: [Int], _ tightness: Double
  ) -> (cumulative: [Double], links: [Int]) {
    let threshold = 0.01 * (scores.max() ?? 0)
    var isBeforeFirst = true
    var cumulative = [Double](repeating: 0, count: scores.count)
    var links = [Int](repeating: -1, count: scores.count)
    var penalties: [Int: [Double]] = [:]
    for frame in scores.indices {
      let period = periods.count > 1 ? periods[frame] : periods[0]
      // Intervals from half a period, halves rounded to even, to two.
      let shortest = Int((Double(period) / 2).rounded(.toNearestOrEven))
      let intervals = shortest...2 * period
      let penalty =
        penalties[period]
        ?? intervals.map { tightness * pow(log(Double($0)) - log(Double(period)), 2) }
      penalties[period] = penalty
      var (best, link) = (-Double.infinity, -1)
      for interval in intervals where interval > 0 && frame >= interval {
        let score = cumulative[frame - interval] - penalty[interval - shortest]
        if score > best { (best, link) = (score, frame - interval) }
      }
      cumulative[frame] = link >= 0 ? scores[frame] + best : scores[frame]
      if !isBeforeFirst || scores[frame] >= threshold {
        links[frame] = link
        isBeforeFirst = false
      }
    }
    return (cumulative, links)
  }

  /// The last local maximum of the sums that is at least half of their median.
  private var last: Int {
    let count = cumulative.count
    let maxima = (0..<count).filter { frame in
      frame > 0 && cumulative[frame] > cumulative[frame - 1]
        && (frame == count - 1 || cumulative[frame] >= cumulative[frame + 1])
    }
    let values = maxima.map { cumulative[$0] }.sorted()
    guard !values.isEmpty else { return count - 1 }
    let median = (values[values.count / 2] + values[(values.count - 1) / 2]) / 2
    return maxima.last { cumulative[$0] >= 0.5 * median } ?? count - 1
  }

  /// The root mean square of the scores at the beats under a Hann window of five.
  private func smoothedLevel(_ frames: [Int]) -> Double {
    let window = [0, 0.5, 1, 0.5, 0]
    let values = frames.map { scores[$0] }
    // As much of the full convolution as begins at its third number and is no longer than the scores.
    let full = values.count + window.count - 1
    let range = 2..<max(2, min(full, scores.count + 2))
    let squares = range.reduce(0.0) { sum, place in
      let smoothed = window.indices.reduce(0.0) { sum, index in
        values.indices.contains(place - index) ? sum + window[index] * values[place - index] : sum
      }
      return sum + smoothed * smoothed
    }
    return (squares / Double(range.count)).squareRoot()
  }
}
