import Foundation

/// Consonant ratios of few primes: a crystal in the lattice of their powers, grown from 1 by adding the point whose
/// harmonic distance to all those before is smallest (Tenney, *On crystal growth in harmonic space*, 2008;
/// `librosa.plimit_intervals`).
struct JustIntervals {
  /// Odd primes; octaves are left out of account.
  let primes: [Int]
  private var logarithms: [Double] { primes.map { log2(Double($0)) } }

  init(primes: [Int]) { self.primes = primes }

  /// The ratios in rising order, in 1..<2.
  func ratios(count: Int) -> [Double] {
    let logarithms = logarithms
    return crystal(count: count).map { point in
      let octaves = zip(point, logarithms).reduce(0) { $0 + Double($1.0) * $1.1 }
      return exp2(octaves - octaves.rounded(.down))
    }
    .sorted()
  }

  /// The powers of the primes at each point.
  private func crystal(count: Int) -> [[Int]] {
    let origin = [Int](repeating: 0, count: primes.count)
    let seeds = primes.indices.flatMap { axis in
      [1, -1].map { step in
        var seed = origin
        seed[axis] = step
        return seed
      }
    }
    var points = [origin]
    var frontier = seeds
    /// The sum of distances to all points, for each point of the frontier.
    var scores = frontier.map { distance($0, origin) }
    while points.count < count {
      var best = 0
      for place in frontier.indices.dropFirst() {
        let (score, least) = (scores[place], scores[best])
        let isTie = abs(score - least) <= 1e-8 + 1e-5 * abs(least)
        if score < least || isTie && size(frontier[place]) < size(frontier[best]) { best = place }
      }
      let point = frontier.remove(at: best)
      scores.remove(at: best)
      points.append(point)
      for place in frontier.indices { scores[place] += distance(frontier[place], point) }
      for seed in seeds {
        let next = zip(point, seed).map(+)
        guard !points.contains(next), !frontier.contains(next) else { continue }
        frontier.append(next)
        scores.append(points.reduce(0) { $0 + distance(next, $1) })
      }
    }
    return points
  }

  /// Tenney's distance: the logarithm of numerator times denominator of the ratio between two points.
  private func distance(_ a: [Int], _ b: [Int]) -> Double {
    let exact = zip(zip(a, b), logarithms).reduce(0) { $0 + Double(abs($1.0.0 - $1.0.1)) * $1.1 }
    return (exact * 1e6).rounded(.toNearestOrEven) / 1e6
  }

  private func size(_ point: [Int]) -> Double {
    zip(point, logarithms).reduce(0) { $0 + Double(abs($1.0)) * $1.1 }
  }
}
