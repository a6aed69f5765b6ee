import Foundation
import Networks
import Tensors

/// Holds back a random share of the groups that items belong to, each group whole.
///
/// Two recordings of one sound, or all images of one person, are nearly the same item: with one of them in each set a model
/// is asked for what it has seen. The groups are drawn as ``RandomSplitter`` draws items, in the order in which they
/// first occur; scikit-learn's `GroupShuffleSplit` in purpose, not in its draws.
///
/// ```swift
/// // A3_1_v60.png and A3_1_v110.png stay together.
/// let split = try GroupSplitter(seed: 42) { $0.lastPathComponent.split(separator: "_v")[0] }.split(files)
/// ```
public struct GroupSplitter<Group: Hashable>: Splitter, CustomStringConvertible {
  /// The fraction of the groups that is held back, from 0 to 1.
  public var validFraction: Double
  /// Seed of the generator; only the low 32 bits count.
  public var seed: UInt64

  private let group: (URL) throws -> Group

  /// Groups the items by what `group` answers.
  public init(validFraction: Double = 0.2, seed: UInt64 = defaultSeed, by group: @escaping (URL) throws -> Group) {
    self.validFraction = validFraction
    self.seed = seed
    self.group = group
  }

  /// Divides the items by chance; both sets keep their order.
  ///
  /// - Throws: ``DatasetError/invalidFraction(_:)``, and what the grouping function throws.
  public func split(_ items: [URL]) throws -> Split {
    let groups = classes(try items.map(group))
    let heldBack = try RandomSplitter(validFraction: validFraction, seed: seed).split(count: groups.count).valid
    let valid = Set(heldBack.flatMap { groups[$0] })
    return Split(train: items.indices.filter { !valid.contains($0) }, valid: valid.sorted())
  }

  /// The name of the type.
  public var description: String { "GroupSplitter" }
}
