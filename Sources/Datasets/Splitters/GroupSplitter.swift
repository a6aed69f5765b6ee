import Foundation
import Networks
import Tensors

/// Holds back a random fraction of the groups of items, each group as a whole.
///
/// Two recordings of one sound, or all images of one person, are nearly the same item. If both sets contain one of
/// them, validation tests what the model has already seen. The groups are drawn like the items of ``RandomSplitter``,
/// in the order of their first occurrence. The purpose is that of scikit-learn's `GroupShuffleSplit`, but the draws
/// differ.
///
/// ```swift
/// // A3_1_v60.png and A3_1_v110.png stay together.
/// let split = try GroupSplitter(seed: 42) { $0.lastPathComponent.split(separator: "_v")[0] }.split(files)
/// ```
public struct GroupSplitter<Group: Hashable>: Splitter, CustomStringConvertible {
  /// The fraction of the groups to hold back, from 0 to 1.
  public var validFraction: Double
  /// Seed of the generator; only the low 32 bits count.
  public var seed: UInt64

  private let group: (URL) throws -> Group

  /// Groups the items by the result of `group`.
  public init(validFraction: Double = 0.2, seed: UInt64 = defaultSeed, by group: @escaping (URL) throws -> Group) {
    self.validFraction = validFraction
    self.seed = seed
    self.group = group
  }

  /// Divides the items by chance; both sets keep their order.
  ///
  /// - Throws: ``DatasetError/invalidFraction(_:)``, and errors of the grouping function.
  public func split(_ items: [URL]) throws -> Split {
    let groups = classes(try items.map(group))
    let heldBack = try RandomSplitter(validFraction: validFraction, seed: seed).split(count: groups.count).valid
    let valid = Set(heldBack.flatMap { groups[$0] })
    return Split(train: items.indices.filter { !valid.contains($0) }, valid: valid.sorted())
  }

  /// The name of the type.
  public var description: String { "GroupSplitter" }
}
