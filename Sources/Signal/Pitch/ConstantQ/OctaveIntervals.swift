import Foundation

/// The frequencies within an octave, as ratios to its lowest; `intervals` of `librosa.interval_frequencies`.
///
/// ```swift
/// let fifth = try OctaveIntervals.just(primes: [3, 5]).ratios(count: 12)[7]  // 1.5
/// ```
public enum OctaveIntervals: Sendable, Hashable {
  /// Steps of one ratio, 2^(1/n): equal temperament.
  case equal
  /// Powers of 3 brought into the octave: stacked fifths.
  case pythagorean
  /// Ratios of these primes and 2, the nearest to those before them first: just intonation. `[3, 5]` is librosa's `ji5`.
  case just(primes: [Int])
  /// These ratios, each at least 1 and below 2.
  case ratios([Double])

  /// Number of steps that the intervals have by themselves; nil where bins per octave say so.
  var count: Int? { if case .ratios(let ratios) = self { ratios.count } else { nil } }

  /// The ratios in rising order, `[count]`, for a division into this many steps.
  ///
  /// - Throws: `SignalError.invalidParameter` for ratios outside the octave, or none; for numbers that are not odd
  ///   primes.
  public func ratios(count: Int) throws -> [Double] {
    switch self {
    case .equal: return (0..<max(0, count)).map { exp2(Double($0) / Double(count)) }
    case .pythagorean:
      return (0..<max(0, count)).map { power in
        let octaves = Double(power) * log2(3)
        return exp2(octaves - octaves.rounded(.down))
      }
      .sorted()
    case .just(let primes):
      guard !primes.isEmpty, primes.allSatisfy({ Self.isOddPrime($0) }), Set(primes).count == primes.count else {
        throw SignalError.invalidParameter(
          name: "primes", value: "\(primes)", requirement: "different odd primes below 100, as [3, 5]")
      }
      return JustIntervals(primes: primes).ratios(count: count)
    case .ratios(let ratios):
      guard !ratios.isEmpty, ratios.allSatisfy({ $0 >= 1 && $0 < 2 }), Set(ratios).count == ratios.count else {
        throw SignalError.invalidParameter(
          name: "ratios", value: "\(ratios)", requirement: "different numbers of at least 1 and below 2")
      }
      return ratios.sorted()
    }
  }

  private static func isOddPrime(_ number: Int) -> Bool {
    number > 2 && number < 100 && (2..<number).allSatisfy { number % $0 != 0 }
  }
}
