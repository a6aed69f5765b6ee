import Foundation
import Networks
import Tensors

/// Holds back the same fraction of every class, so rare classes are in both sets.
///
/// round(validFraction · n) of the n items of a class are held back; of two or more, at least one and not all. The
/// purpose is that of fastai's `TrainTestSplitter(stratify=…)`, but the draws differ.
///
/// ```swift
/// let split = try StratifiedSplitter(seed: 42, by: parentLabel).split(files)
/// ```
public struct StratifiedSplitter<Label: Hashable>: Splitter, CustomStringConvertible {
  /// The fraction of each class to hold back, from 0 to 1.
  public var validFraction: Double
  /// Seed of the generator; only the low 32 bits count.
  public var seed: UInt64

  private let label: (URL) throws -> Label

  /// The function that returns an item's class, like a data block's `getY`.
  public init(validFraction: Double = 0.2, seed: UInt64 = defaultSeed, by label: @escaping (URL) throws -> Label) {
    self.validFraction = validFraction
    self.seed = seed
    self.label = label
  }

  /// Divides the items by chance; both sets keep their order.
  ///
  /// - Throws: ``DatasetError/invalidFraction(_:)``, and errors of the label function.
  public func split(_ items: [URL]) throws -> Split {
    guard validFraction >= 0, validFraction <= 1 else { throw DatasetError.invalidFraction(validFraction) }
    var generator = MersenneTwister(seed: seed)
    var valid: Set<Int> = []
    for members in classes(try items.map(label)) {
      let order = permutation(of: members.count, using: &generator)
      var count = Int((validFraction * Double(members.count)).rounded())
      if validFraction > 0, validFraction < 1, members.count > 1 { count = min(max(count, 1), members.count - 1) }
      valid.formUnion(order.prefix(count).map { members[$0] })
    }
    return Split(train: items.indices.filter { !valid.contains($0) }, valid: valid.sorted())
  }

  /// The name of the type.
  public var description: String { "StratifiedSplitter" }
}

/// The indices of items with equal labels, in the order of the labels' first occurrence.
func classes<Label: Hashable>(_ labels: [Label]) -> [[Int]] {
  var places: [Label: Int] = [:]
  var members: [[Int]] = []
  for (index, label) in labels.enumerated() {
    if let place = places[label] {
      members[place].append(index)
    } else {
      places[label] = members.count
      members.append([index])
    }
  }
  return members
}
