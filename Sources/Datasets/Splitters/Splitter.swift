import Foundation

/// The indices of the training items and of the validation items.
///
/// ```swift
/// let split = Split(train: [0, 2, 3], valid: [1])
/// ```
public struct Split: Hashable, Sendable {
  /// Indices of the training items, in their order.
  public var train: [Int]
  /// Indices of the validation items, in their order.
  public var valid: [Int]

  /// Pairs two lists of indices.
  public init(train: [Int], valid: [Int]) {
    self.train = train
    self.valid = valid
  }

  /// Checks that every index names one of `count` items, and that none occurs twice.
  ///
  /// - Throws: ``DatasetError/invalidSplit(reason:)``.
  func check(count: Int) throws {
    var seen = Set<Int>()
    for index in train + valid {
      guard (0..<count).contains(index) else {
        throw DatasetError.invalidSplit(reason: "there is no item \(index) among \(count)")
      }
      guard seen.insert(index).inserted else {
        throw DatasetError.invalidSplit(reason: "item \(index) is in it twice")
      }
    }
  }
}

/// A way to divide items into a training and a validation set.
///
/// ```swift
/// struct EverySecond: Splitter {
///   func split(_ items: [URL]) -> Split {
///     Split(
///       train: items.indices.filter { $0 % 2 == 0 }, valid: items.indices.filter { $0 % 2 == 1 })
///   }
/// }
/// ```
public protocol Splitter {
  /// Divides the items; an item may be left out of both sets.
  func split(_ items: [URL]) throws -> Split
}
