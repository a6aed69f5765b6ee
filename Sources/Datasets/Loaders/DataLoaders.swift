import Foundation
import Images
import Tensors

/// The training set and the validation set of a learner.
///
/// `ImageDataLoaders` reads images; `TensorDataLoaders` holds arrays.
///
/// ```swift
/// print(loaders.train.itemCount, loaders.valid.itemCount, loaders.classNames)
/// ```
public protocol DataLoaders {
  /// Type of `train` and `valid`, which thus keep their own members: `loaders.valid.showBatch()`.
  associatedtype Source: BatchSource

  /// Items that the weights are fitted to.
  var train: Source { get }

  /// The validation items, always in the same order and complete.
  var valid: Source { get }

  /// Names of the classes in the order of their indices; empty when the targets are not classes.
  var classNames: [String] { get }

  /// Shape of one item's input, without the batch axis: `[3, 128, 128]`, say.
  var inputShape: [Int] { get }

  /// The steps from an image file to an input, as JSON that `ImageRecipe` reads; nil if a file does not determine the
  /// input.
  ///
  /// An exported model contains it, and `Predictor` prepares inputs with it.
  var inputRecipe: String? { get }

  /// A file as a batch of one input, prepared like those of the validation set.
  ///
  /// - Throws: An error if the file cannot be read, or if items are not files.
  func input(contentsOf file: URL) throws -> Tensor

  /// A file as the image that a model sees: resized as inputs are, and not normalised.
  ///
  /// - Throws: An error if the file cannot be read, or if items are not files.
  func picture(contentsOf file: URL) throws -> Image
}

extension DataLoaders {
  /// Default: no description of inputs.
  public var inputRecipe: String? { nil }

  /// An error: the items are arrays.
  public func input(contentsOf file: URL) throws -> Tensor {
    throw DatasetError.itemsAreArrays(inputShape: inputShape)
  }

  /// An error: the items are arrays.
  public func picture(contentsOf file: URL) throws -> Image {
    throw DatasetError.itemsAreArrays(inputShape: inputShape)
  }
}
