import Foundation
import Networks
import Tensors

/// Divides items into k parts of nearly equal size and holds one of them back; over all folds each item is held back once.
///
/// ```swift
/// let errors = try (0..<5).map { fold in
///   let loaders = try block.new(splitter: KFoldSplitter(count: 5, fold: fold, seed: 1)).dataLoaders(folder)
///   let learner = try Learner(loaders, .resnet18, metrics: [.errorRate])
///   try learner.fitOneCycle(epochs: 5, maxLearningRate: 3e-3)
///   return try learner.validate().metrics[0]
/// }
/// ```
public struct KFoldSplitter: Splitter, CustomStringConvertible {
  /// Number of parts.
  public var count: Int
  /// The number of the validation part, from 0.
  public var fold: Int
  /// Seed of the generator; only the low 32 bits count.
  public var seed: UInt64

  private let label: ((URL) throws -> AnyHashable)?

  /// Deals the items out by chance.
  public init(count: Int = 5, fold: Int, seed: UInt64 = defaultSeed) {
    self.count = count
    self.fold = fold
    self.seed = seed
    label = nil
  }

  /// Deals the items out such that every class is spread evenly over the folds.
  ///
  /// - Parameter label: The function that returns an item's class, like a data block's `getY`.
  public init<Label: Hashable>(
    count: Int = 5, fold: Int, seed: UInt64 = defaultSeed, by label: @escaping (URL) throws -> Label
  ) {
    self.count = count
    self.fold = fold
    self.seed = seed
    self.label = { AnyHashable(try label($0)) }
  }

  /// Divides the items by chance; both sets keep their order.
  ///
  /// - Throws: ``DatasetError/invalidFold(fold:count:itemCount:)``, and errors of the label function.
  public func split(_ items: [URL]) throws -> Split {
    guard count >= 2, count <= items.count, (0..<count).contains(fold) else {
      throw DatasetError.invalidFold(fold: fold, count: count, itemCount: items.count)
    }
    var generator = MersenneTwister(seed: seed)
    let groups = try label.map { try classes(items.map($0)) } ?? [Array(items.indices)]
    // Distributed over the classes in turn, so the first folds do not get all leftovers.
    let dealt = groups.flatMap { members in permutation(of: members.count, using: &generator).map { members[$0] } }
    let valid = Set(dealt.indices.filter { $0 % count == fold }.map { dealt[$0] })
    return Split(train: items.indices.filter { !valid.contains($0) }, valid: valid.sorted())
  }

  /// Such as `KFoldSplitter, fold 0 of 5`.
  public var description: String { "KFoldSplitter, fold \(fold) of \(count)" }
}
