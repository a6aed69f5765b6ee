import Networks
import Tensors

/// A training and a validation set in memory.
///
/// ```swift
/// let train = TensorSource(inputs: Tensor(zeros: [32, 8]), targets: .classes(Array(repeating: 0, count: 32)), batchSize: 8)
/// let valid = TensorSource(inputs: Tensor(zeros: [4, 8]), targets: .classes([0, 1, 0, 1]), batchSize: 4)
/// let loaders = TensorDataLoaders(train: train, valid: valid, classNames: ["low", "high"])
/// let learner = Learner(loaders, model: model, loss: CrossEntropy())
/// ```
public struct TensorDataLoaders: DataLoaders {
  /// Items that the weights are fitted to.
  public let train: TensorSource

  /// The validation items.
  public let valid: TensorSource

  /// Names of the classes in the order of their indices; empty when the targets are not classes.
  public let classNames: [String]

  /// Joins two sets.
  public init(train: TensorSource, valid: TensorSource, classNames: [String] = []) {
    self.train = train
    self.valid = valid
    self.classNames = classNames
  }

  /// Shape of one item's input.
  public var inputShape: [Int] { Array(train.inputs.shape.dropFirst()) }
}
