import Networks

/// What to do with an image that cannot be decoded.
///
/// ```swift
/// let loaders = try block.dataLoaders(folder, options: LoaderOptions(unreadable: .skip))
/// print(loaders.skipped.map(\.reason))
/// ```
public enum UnreadableImages: Hashable, Sendable {
  /// Throw an error that names the file when it is needed.
  case stop
  /// Decode every image beforehand and leave such files out; ``ImageDataLoaders/skipped`` names them.
  case skip
}

/// How data loaders walk over their items, with fastai's defaults.
///
/// ```swift
/// var options = LoaderOptions()
/// options.seed = 7
/// let loaders = try block.dataLoaders(folder, batchSize: 32, options: options)
/// ```
public struct LoaderOptions: Hashable, Sendable {
  /// Items in a batch of the validation set; nil for as many as in training.
  public var validBatchSize: Int?
  /// True if the order of the training set changes in every pass.
  public var shuffle = true
  /// True if a last training batch that is not full is left out.
  public var dropLast = true
  /// Where the generators of order and augmentation start.
  public var seed: UInt64 = defaultSeed
  /// What to do with an image that cannot be decoded.
  public var unreadable = UnreadableImages.stop
  /// How many bytes of decoded images are kept in memory, for both sets together.
  public var cacheLimit = 512 << 20
  /// Threads that make batches ahead of the training; nil for one a core, four at most.
  public var workers: Int?

  /// fastai's defaults.
  public init(
    validBatchSize: Int? = nil, shuffle: Bool = true, dropLast: Bool = true, seed: UInt64 = defaultSeed,
    unreadable: UnreadableImages = .stop, cacheLimit: Int = 512 << 20, workers: Int? = nil
  ) {
    self.validBatchSize = validBatchSize
    self.shuffle = shuffle
    self.dropLast = dropLast
    self.seed = seed
    self.unreadable = unreadable
    self.cacheLimit = cacheLimit
    self.workers = workers
  }
}
