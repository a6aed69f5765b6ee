import Networks
import Tensors

/// A data set in memory, as arrays.
///
/// ```swift
/// let set = TensorSource(inputs: Tensor(zeros: [4, 8]), targets: .classes([0, 1, 0, 1]), batchSize: 8, seed: 1)
/// ```
public struct TensorSource: BatchSource {
  /// `[count, …]`.
  public let inputs: Tensor

  /// One per item.
  public let targets: Targets

  /// Number of items per batch.
  public let batchSize: Int

  /// Seed of the order, which changes with every pass; nil keeps the given order.
  public let seed: UInt64?

  /// True if an incomplete last batch is left out.
  public let dropsLast: Bool

  /// Keeps the given order unless there is a seed.
  public init(inputs: Tensor, targets: Targets, batchSize: Int, seed: UInt64? = nil, dropsLast: Bool = false) {
    require(batchSize > 0, "a batch needs at least one item, not \(batchSize); fastai's default is 64")
    require(
      inputs.shape.first == targets.count,
      "inputs \(inputs.shape) and \(targets.count) targets do not match; give each entry of the first axis "
        + "one"
    )
    self.inputs = inputs
    self.targets = targets
    self.batchSize = batchSize
    self.seed = seed
    self.dropsLast = dropsLast
  }

  /// Number of items in the set.
  public var itemCount: Int { targets.count }

  /// Number of batches in one pass.
  public var batchCount: Int { dropsLast ? itemCount / batchSize : (itemCount + batchSize - 1) / batchSize }

  /// The set in the given order, an incomplete last batch included.
  public var inOrder: any BatchSource { TensorSource(inputs: inputs, targets: targets, batchSize: batchSize) }

  /// Cuts the batches out one by one.
  public func batches(pass: Int) -> BatchStream {
    let order = order(pass: pass)
    var next = 0
    return BatchStream {
      guard next < batchCount else { return nil }
      let indices = Array(order[(next * batchSize)..<min(itemCount, (next + 1) * batchSize)])
      next += 1
      return Batch(inputs: inputs.gathered(indices), targets: targets.gathered(indices))
    }
  }

  private func order(pass: Int) -> [Int] {
    guard let seed else { return Array(0..<itemCount) }
    var generator = MersenneTwister(seed: DerivedSeed.pass(pass, of: seed))
    return permutation(of: itemCount, using: &generator)
  }
}
