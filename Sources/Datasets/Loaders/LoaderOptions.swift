import Networks

/// The policy for an image that cannot be decoded.
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

/// The options of data loaders, with fastai's defaults.
///
/// ```swift
/// var options = LoaderOptions()
/// options.seed = 7
/// let loaders = try block.dataLoaders(folder, batchSize: 32, options: options)
/// ```
public struct LoaderOptions: Hashable, Sendable {
  /// Number of items per validation batch; nil uses the training batch size.
  public var validBatchSize: Int?
  /// True if the order of the training set changes in every pass.
  public var shuffle = true
  /// True if a last training batch that is not full is left out.
  public var dropLast = true
  /// Seed of the generators of order and augmentation.
  public var seed: UInt64 = defaultSeed
  /// The policy for an image that cannot be decoded.
  public var unreadable = UnreadableImages.stop
  /// Memory limit for decoded images in bytes, for both sets together.
  public var cacheLimit = 512 << 20
  /// Number of threads that compute batches ahead of training; nil uses one per core, at most four.
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
