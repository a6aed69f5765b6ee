import Files
import Foundation

/// The MT19937 generator of Matsumoto and Nishimura (ACM TOMACS 8(1), 1998), seeded by `init_genrand`.
///
/// Equal seeds give the same numbers everywhere: `next32` agrees with PyTorch's and NumPy's engines, `uniform` and
/// `normal` with NumPy's `RandomState(seed).random_sample()` and `.standard_normal()`.
///
/// ```swift
/// var generator = MersenneTwister(seed: 42)
/// let noise = Tensor(normal: [2, 3], using: &generator)
/// ```
public struct MersenneTwister: RandomNumberGenerator, Sendable {
  private static let length = 624
  private static let middle = 397

  private var state: [UInt32]
  private var position = Self.length
  private var spareNormal: Double?

  /// Starts the sequence of the low 32 bits of `seed`.
  public init(seed: UInt64) {
    state = [UInt32](repeating: 0, count: Self.length)
    state[0] = UInt32(truncatingIfNeeded: seed)
    for index in 1..<Self.length {
      let previous = state[index - 1]
      state[index] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(index)
    }
  }

  /// The next 32 random bits, the sequence's native step (`genrand_int32`).
  public mutating func next32() -> UInt32 {
    if position == Self.length { refill() }
    var word = state[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  /// The next 64 random bits: two native steps, the first in the high half.
  public mutating func next() -> UInt64 {
    let high = UInt64(next32())
    return high << 32 | UInt64(next32())
  }

  /// A number in [0, 1) with 53 random bits (`genrand_res53`).
  public mutating func uniform() -> Double {
    let high = Double(next32() >> 5)
    let low = Double(next32() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// A draw from the normal distribution of mean 0 and variance 1, by Marsaglia's polar method.
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      guard square < 1, square > 0 else { continue }
      let factor = (-2 * log(square) / square).squareRoot()
      spareNormal = factor * x
      return factor * y
    }
  }

  /// A hash of all that later draws depend on, the same in every process.
  package var fingerprint: String {
    let spare = spareNormal?.bitPattern ?? 0
    let words = state + [UInt32(position), UInt32(truncatingIfNeeded: spare), UInt32(spare >> 32)]
    return words.withUnsafeBytes { ContentHash(Data($0)).hexadecimal }
  }

  private mutating func refill() {
    for index in 0..<Self.length {
      let next = state[(index + 1) % Self.length]
      let word = (state[index] & 0x8000_0000) | (next & 0x7FFF_FFFF)
      let far = state[(index + Self.middle) % Self.length]
      state[index] = far ^ (word >> 1) ^ (word & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    position = 0
  }
}
