import Foundation
import Networks
import Tensors

/// Holds back a random fraction of the items; the same seed selects the same items as fastai.
///
/// The items are permuted like `torch.randperm` after `torch.manual_seed(seed)`; the first `Int(validFraction * count)`
/// of them are held back. Agrees with fastai's `RandomSplitter`.
///
/// ```swift
/// let split = try RandomSplitter(validFraction: 0.2, seed: 42).split(files)
/// ```
public struct RandomSplitter: Splitter, Hashable, Sendable {
  /// The fraction of the items to hold back, from 0 to 1.
  public var validFraction: Double
  /// Seed of the generator; only the low 32 bits count.
  public var seed: UInt64

  /// Describes a split; nothing is drawn yet.
  public init(validFraction: Double = 0.2, seed: UInt64 = defaultSeed) {
    self.validFraction = validFraction
    self.seed = seed
  }

  /// Divides the items by chance.
  ///
  /// - Throws: ``DatasetError/invalidFraction(_:)``.
  public func split(_ items: [URL]) throws -> Split {
    try split(count: items.count)
  }

  /// Divides the indices of `count` items by chance.
  ///
  /// - Throws: ``DatasetError/invalidFraction(_:)``, and ``DatasetError/emptySet(name:itemCount:)`` for a negative count.
  public func split(count: Int) throws -> Split {
    guard validFraction >= 0, validFraction <= 1 else {
      throw DatasetError.invalidFraction(validFraction)
    }
    guard count >= 0 else { throw DatasetError.emptySet(name: "training", itemCount: count) }
    var generator = MersenneTwister(seed: seed)
    let order = permutation(of: count, using: &generator)
    let heldBack = Int(validFraction * Double(count))
    return Split(train: Array(order[heldBack...]), valid: Array(order[..<heldBack]))
  }
}

/// A random order of `0..<count`, by Fisher and Yates from the front with 32-bit draws, as `torch.randperm`.
func permutation(of count: Int, using generator: inout MersenneTwister) -> [Int] {
  var order = Array(0..<count)
  for index in 0..<max(0, count - 1) {
    order.swapAt(index, index + Int(generator.next32()) % (count - index))
  }
  return order
}
