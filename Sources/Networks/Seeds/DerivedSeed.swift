/// Seeds of parts of a fit, derived from the seed of the whole.
///
/// A draw depends only on the seed and on the pass (and on the item or the batch), not on earlier draws.
/// So a resumed fit, and any number of threads, draw the same numbers. The formulas are part of every recorded result.
package enum DerivedSeed {
  /// Seed of a pass over a training set: shuffling of arrays, dropout.
  package static func pass(_ pass: Int, of seed: UInt64) -> UInt64 { seed &+ 1_000_003 &* UInt64(pass) }

  /// Seed of the order of a pass over images.
  package static func order(pass: Int, of seed: UInt64) -> UInt64 { mixed(seed, 1, UInt64(pass)) }

  /// Seed of the random transforms of one image in a pass.
  package static func item(_ item: Int, pass: Int, of seed: UInt64) -> UInt64 {
    mixed(seed, 2, UInt64(pass), UInt64(item))
  }

  /// Seed of the random transforms of one batch in a pass.
  package static func batch(_ batch: Int, pass: Int, of seed: UInt64) -> UInt64 {
    mixed(seed, 3, UInt64(pass), UInt64(batch))
  }

  /// Seed of dropout in one shard of one batch of a pass that is trained in shards.
  package static func shard(_ shard: Int, batch: Int, ofPass seed: UInt64) -> UInt64 {
    mixed(seed, 4, UInt64(batch), UInt64(shard))
  }

  /// Seeds that are far apart for neighbouring inputs (the finaliser of SplitMix64, Steele et al., 2014).
  private static func mixed(_ parts: UInt64...) -> UInt64 {
    parts.reduce(0) { seed, part in
      var z = (seed ^ part) &+ 0x9E37_79B9_7F4A_7C15
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}
