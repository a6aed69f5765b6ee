import Foundation
import Images
import Networks
import Tensors

/// An image file that was left out, and why.
///
/// ```swift
/// for image in loaders.skipped { print(image.file.lastPathComponent, image.reason) }
/// ```
public struct SkippedImage: Hashable, Sendable {
  /// The file.
  public let file: URL
  /// The message of the decoder.
  public let reason: String
}

/// The training and the validation set that a ``DataBlock`` creates.
///
/// ```swift
/// let loaders = try block.dataLoaders(folder, batchSize: 32)
/// let batch = try loaders.oneBatch()
/// print(batch.inputs.shape, loaders.classNames)  // [32, 3, 128, 128] ["A3", "B3", …]
/// ```
public struct ImageDataLoaders: DataLoaders {
  /// Items that the weights are fitted to.
  public internal(set) var train: ImageLoader
  /// The validation items, always in the same order and complete.
  public private(set) var valid: ImageLoader
  /// Files that were left out because they cannot be decoded.
  public let skipped: [SkippedImage]
  /// Shape of one image: `[channels, height, width]`.
  public let inputShape: [Int]

  private let classify: (URL) throws -> [Int]
  private let measure: (URL) throws -> [Float]?

  init(
    train: ImageLoader, valid: ImageLoader, skipped: [SkippedImage], classify: @escaping (URL) throws -> [Int],
    measure: @escaping (URL) throws -> [Float]?
  ) throws {
    self.train = train
    self.valid = valid
    self.skipped = skipped
    self.classify = classify
    self.measure = measure
    let first = try train.samples(maxCount: 1)[0].image
    inputShape = [first.channels, first.height, first.width]
  }

  /// The names of the classes in the order of their indices.
  public var classNames: [String] { train.classNames }

  /// The first training batch.
  ///
  /// - Throws: ``DatasetError``, when an image cannot be decoded.
  public func oneBatch() throws -> Batch { try train.oneBatch() }

  /// A loader for further files, which go the way of the validation set.
  ///
  /// - Parameters:
  ///   - files: the files to load, in this order.
  ///   - labelled: whether to label them with the data block's function; if not, a learner can predict their classes but
  ///     not judge itself by them.
  /// - Throws: ``DatasetError``, if a label is not a class name; errors of the label function.
  public func testLoader(_ files: [URL], labelled: Bool = false) throws -> ImageLoader {
    let isNumeric = valid.numbers != nil
    let unknown = [Float](repeating: 0, count: valid.outputCount)
    return ImageLoader(
      items: files, classes: try files.map { labelled && !isNumeric ? try classify($0) : [] },
      numbers: isNumeric ? try files.map { labelled ? try measure($0) ?? unknown : unknown } : nil,
      classNames: classNames, target: valid.target, pipeline: valid.pipeline, isTraining: false,
      batchSize: valid.batchSize,
      isLabelled: labelled, options: valid.options, store: ImageStore(limit: 0, channels: valid.pipeline.channels))
  }

  /// Number of outputs of a model per item: one per class, or one per number of a label.
  public var outputCount: Int { train.outputCount }

  /// An image as a batch of one input, `[1, channels, height, width]`, prepared like those of the validation set.
  ///
  /// - Throws: `ImageError` when it cannot be read.
  public func input(contentsOf file: URL) throws -> Tensor {
    try valid.pipeline.input(for: try Image(contentsOf: file))
  }

  /// An image as the model sees it, prepared like those of the validation set, with normalisation undone.
  ///
  /// - Throws: `ImageError` when it cannot be read.
  public func picture(contentsOf file: URL) throws -> Image {
    valid.pipeline.pictures(in: try input(contentsOf: file))[0]
  }

  /// A copy whose inputs are normalised per channel, `(x - mean) / standardDeviation`; unchanged if they are already, or
  /// have another number of channels, as in fastai's `vision_learner`.
  ///
  /// A pretrained model needs the statistics that it was trained with.
  public func normalized(mean: [Float], standardDeviation: [Float]) -> ImageDataLoaders {
    guard train.pipeline.normalization == nil, mean.count == inputShape[0] else { return self }
    let normalize = Normalize(mean: mean, standardDeviation: standardDeviation)
    let pipeline = ImagePipeline(
      channels: train.pipeline.channels,
      itemTransforms: train.pipeline.itemTransforms, batchTransforms: train.pipeline.batchTransforms + [normalize])
    var copy = self
    copy.train.pipeline = pipeline
    copy.valid.pipeline = pipeline
    return copy
  }

  /// The preparation of an image as an input, as JSON that ``ImageRecipe`` reads; nil if the block has custom
  /// transforms, which a file cannot contain.
  public var inputRecipe: String? {
    ImageRecipe(pipeline: valid.pipeline)?.json
  }
}
