/// A source of batches that can be walked again and again: the training set, say.
///
/// Equal values of `pass` give equal batches in the same order, independent of earlier requests, so a resumed run sees
/// the same batches as an uninterrupted one.
///
/// ```swift
/// for pass in 0..<3 {
///   let batches = try loaders.train.batches(pass: pass)
///   while let batch = try batches.next() { print(batch.inputs.shape) }
/// }
/// ```
public protocol BatchSource {
  /// Number of items in the set, including those of an incomplete last batch.
  var itemCount: Int { get }

  /// Number of batches in one pass.
  var batchCount: Int { get }

  /// True if the targets are known answers; otherwise they only have the right shape.
  var isLabelled: Bool { get }

  /// Starts a walk over the set.
  ///
  /// - Parameter pass: Number of walks that training has begun before this one; it seeds the shuffling and the
  ///   augmentations.
  /// - Throws: When the set cannot be iterated, and from `BatchStream.next()` when an item cannot be read.
  func batches(pass: Int) throws -> BatchStream

  /// This set for evaluation: every item once, in the set's own order, without augmentation.
  ///
  /// The answers that a model gives to its batches are those to the items 0, 1, 2, …
  var inOrder: any BatchSource { get }

  /// This set in the same order and whole, but with the random transforms of training, again in each pass.
  var augmentedInOrder: any BatchSource { get }
}

extension BatchSource {
  /// Default: the source itself; a set whose passes shuffle, augment or leave out items overrides this.
  public var inOrder: any BatchSource { self }

  /// Default: the set in order, without random transforms.
  public var augmentedInOrder: any BatchSource { inOrder }

  /// True: a set has labels unless it says otherwise.
  public var isLabelled: Bool { true }
}
