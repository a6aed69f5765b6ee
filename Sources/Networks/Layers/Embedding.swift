import Tensors

/// A table of trained vectors, looked up by whole numbers: the input layer for categories.
///
/// Input of any shape with whole numbers from 0 on, output `[…, dimensions]`. Agrees with PyTorch's `Embedding`, which
/// draws the vectors from the standard normal distribution.
///
/// ```swift
/// var generator = MersenneTwister(seed: 1)
/// let instruments = Embedding(count: 128, dimensions: 16, using: &generator)
/// let vectors = instruments(Tensor([0, 40, 73]))  // [3, 16]
/// ```
public struct Embedding: Layer {
  /// `[count, dimensions]`.
  public let weight: Parameter

  /// Creates the layer from existing vectors, one row each.
  public init(weight: Tensor) {
    require(weight.rank == 2, "an embedding needs weights of shape [count, dimensions], not \(weight.shape)")
    self.weight = Parameter(weight)
  }

  /// Draws the vectors.
  public init(count: Int, dimensions: Int, using generator: inout MersenneTwister) {
    require(
      count > 0 && dimensions > 0, "an embedding needs entries and dimensions, not \(count) and \(dimensions)")
    self.init(weight: Tensor(normal: [count, dimensions], standardDeviation: 1, using: &generator))
  }

  /// Looks up a batch.
  ///
  /// - Precondition: every number is whole and the index of a vector.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let places = input.detached.scalars.map { number in
      guard let place = Int(exactly: number), (0..<weight.shape[0]).contains(place) else {
        fatalError("\(title) has no entry \(number); the entries are 0 to \(weight.shape[0] - 1)")
      }
      return place
    }
    return weight.value.gathered(places).reshaped(to: input.shape + [weight.shape[1]])
  }

  /// PyTorch's name.
  public var parts: Parts { ["weight": .weight(weight)] }

  /// `Embedding 128 → 16`
  public var title: String { "Embedding \(weight.shape[0]) → \(weight.shape[1])" }

  /// A further axis at the end.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape + [weight.shape[1]] }
}
