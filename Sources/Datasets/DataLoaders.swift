import Foundation
import Networks
import Tensors

/// A source of batches that can be walked again and again: the training set, say.
///
/// The same `pass` gives the same batches in the same order, whatever was asked before: a run that was killed and
/// resumed sees what an uninterrupted one sees.
public protocol BatchSource {
  /// Number of items in the set, among them those that an incomplete last batch leaves out.
  var itemCount: Int { get }

  /// Number of batches a pass gives.
  var batchCount: Int { get }

  /// Whether the targets say what is true; without labels they are only there for their shape.
  var isLabelled: Bool { get }

  /// Starts a walk over the set.
  ///
  /// - Parameter pass: Number of walks that training has begun before this one; it seeds the shuffling and the
  ///   augmentations.
  /// - Throws: When the set cannot be walked, and from `BatchStream.next()` when an item cannot be read.
  func batches(pass: Int) throws -> BatchStream

  /// Items of the set by their position, to be looked at; none when they are no pictures.
  func samples(at indices: [Int]) throws -> [ImageSample]
}

extension BatchSource {
  /// True: a set has labels unless it says otherwise.
  public var isLabelled: Bool { true }

  /// None: the items are no pictures.
  public func samples(at indices: [Int]) throws -> [ImageSample] { [] }
}

/// Batches one after the other, made when they are asked for.
public final class BatchStream {
  private let makeNext: () throws -> Batch?

  /// Wraps the closure that makes the next batch, or answers nil at the end.
  public init(_ makeNext: @escaping () throws -> Batch?) {
    self.makeNext = makeNext
  }

  /// The next batch; nil when the walk is over.
  public func next() throws -> Batch? { try makeNext() }
}

/// What a learner trains and validates on.
///
/// `ImageDataLoaders` reads pictures; `TensorDataLoaders` holds arrays.
public protocol DataLoaders {
  /// What `train` and `valid` are, so that they keep their own members: `loaders.valid.showBatch()`.
  associatedtype Source: BatchSource

  /// Items that the weights are fitted to.
  var train: Source { get }

  /// Items held back, always in the same order and complete.
  var valid: Source { get }

  /// Names of the classes in the order of their indices; empty when the targets are not classes.
  var classNames: [String] { get }

  /// Shape of one item's input, without the batch axis: `[3, 128, 128]`, say.
  var inputShape: [Int] { get }

  /// How an item becomes an input, in a form that an exported model carries along; nil when there is nothing to say.
  ///
  /// The text is whatever the data loaders themselves can read back (JSON, as a rule).
  var inputRecipe: String? { get }

  /// A file as a batch of one input, made as the validation set's are.
  ///
  /// - Throws: When it cannot be read, or when items are no files.
  func input(contentsOf file: URL) throws -> Tensor

  /// The same loaders with inputs normalised a channel, `(x - mean) / standardDeviation`; unchanged when they are
  /// normalised already. A pretrained model asks for the statistics that it was trained with.
  func normalized(mean: [Float], standardDeviation: [Float]) -> Self
}

extension DataLoaders {
  /// Nothing to say about how inputs are made.
  public var inputRecipe: String? { nil }

  /// An error: the items are arrays.
  public func input(contentsOf file: URL) throws -> Tensor {
    throw DatasetError.itemsAreArrays(inputShape: inputShape)
  }

  /// Unchanged: inputs that are no pictures have no channels to normalise.
  public func normalized(mean: [Float], standardDeviation: [Float]) -> Self { self }
}
