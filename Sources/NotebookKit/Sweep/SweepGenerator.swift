/// The random numbers of a sweep: SplitMix64, so a seed draws the same points on every machine.
///
/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
package struct SweepGenerator: Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 to below `count`, which is at least 1.
  mutating func next(below count: Int) -> Int {
    // The bias of the remainder is below `count` / 2⁶⁴.
    Int(next() % UInt64(max(count, 1)))
  }

  /// A number from 0 to below 1 with 53 random bits.
  mutating func nextFraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
