import Foundation
import Images
import Networks
import Tensors

/// Images and their classes, in batches: the training or the validation set of ``ImageDataLoaders``.
///
/// The order of the training set changes in every pass, drawn from the seed and the number of the pass; an incomplete
/// last batch is left out. The validation set is complete and in its own order. Batches are computed on other threads
/// while earlier ones are in use; they do not depend on the number of threads.
///
/// ```swift
/// let stream = try loaders.train.batches(pass: 0)
/// while let batch = try stream.next() { print(batch.inputs.shape) }
/// ```
public struct ImageLoader: ImageSource, Sendable {
  /// The files, in the order of the set.
  public let items: [URL]
  /// The indices of each item's classes.
  public let classes: [[Int]]
  /// The names of the classes in the order of their indices.
  public let classNames: [String]
  /// True if the set is trained on: random transforms act on it.
  public let isTraining: Bool
  /// Number of items per batch.
  public let batchSize: Int
  /// True if the items' classes are known.
  public let isLabelled: Bool

  package let target: any TargetBlock
  var pipeline: ImagePipeline
  let options: LoaderOptions
  let store: ImageStore
  /// The sampling weight of each item; nil if a pass has every item once.
  var weights: [Double]?
  /// Each item's target numbers, the same count for each; nil if items have classes.
  let numbers: [[Float]]?

  init(
    items: [URL], classes: [[Int]], numbers: [[Float]]?, classNames: [String], target: any TargetBlock,
    pipeline: ImagePipeline, isTraining: Bool, batchSize: Int, isLabelled: Bool = true, options: LoaderOptions,
    store: ImageStore
  ) {
    self.items = items
    self.classes = classes
    self.numbers = numbers
    self.classNames = classNames
    self.target = target
    self.pipeline = pipeline
    self.isTraining = isTraining
    self.batchSize = batchSize
    self.isLabelled = isLabelled
    self.options = options
    self.store = store
  }

  /// The number of items.
  public var itemCount: Int { items.count }

  /// The number of batches in a pass.
  public var batchCount: Int {
    isTraining && options.dropLast ? items.count / batchSize : (items.count + batchSize - 1) / batchSize
  }

  /// The set in validation mode: complete, in its own order, without random transforms.
  public var inOrder: any BatchSource {
    guard isTraining else { return self }
    return ImageLoader(
      items: items, classes: classes, numbers: numbers, classNames: classNames, target: target, pipeline: pipeline,
      isTraining: false, batchSize: options.validBatchSize ?? batchSize, isLabelled: isLabelled, options: options,
      store: store)
  }

  /// The set whole and in its own order, each image changed by the random transforms of training.
  public var augmentedInOrder: any BatchSource {
    var options = options
    (options.shuffle, options.dropLast) = (false, false)
    return ImageLoader(
      items: items, classes: classes, numbers: numbers, classNames: classNames, target: target, pipeline: pipeline,
      isTraining: true, batchSize: options.validBatchSize ?? batchSize, isLabelled: isLabelled, options: options,
      // Images of the validation set that training has not seen are not worth keeping a second time.
      store: ImageStore(limit: 0, channels: pipeline.channels))
  }

  /// Starts a pass; batches are computed ahead of their use.
  public func batches(pass: Int) throws -> BatchStream {
    let order = order(ofPass: pass)
    let workers = options.workers ?? min(4, ThreadPool.configuredThreadCount)
    let prefetcher = BatchPrefetcher(count: batchCount, ahead: max(1, workers) + 2, workers: max(1, workers)) {
      index in try batch(at: index, pass: pass, order: order)
    }
    return BatchStream { try prefetcher.next() }
  }

  /// The first batch of a pass, on its own.
  ///
  /// - Throws: ``DatasetError``, when an image cannot be decoded, or there is no batch.
  public func oneBatch(pass: Int = 0) throws -> Batch {
    guard batchCount > 0 else { throw DatasetError.noBatches(itemCount: items.count) }
    return try batch(at: 0, pass: pass, order: order(ofPass: pass))
  }

  /// The first items of a pass as they enter a model, with normalisation undone, with their labels.
  ///
  /// - Throws: Like ``oneBatch(pass:)``.
  public func samples(maxCount: Int = 9, pass: Int = 0) throws -> [ImageSample] {
    let order = order(ofPass: pass)
    let positions = 0..<max(0, min(maxCount, batchSize, items.count))
    let batch = try batch(of: positions.map { order[$0] }, index: 0, pass: pass)
    return samples(of: batch, items: positions.map { order[$0] })
  }

  /// The given items of the set as they enter a model, with normalisation undone, with their labels.
  ///
  /// - Throws: ``DatasetError/noItem(index:itemCount:)``, and as ``oneBatch(pass:)``.
  public func samples(at indices: [Int]) throws -> [ImageSample] {
    for index in indices where !items.indices.contains(index) {
      throw DatasetError.noItem(index: index, itemCount: items.count)
    }
    let batch = try batch(of: indices, index: 0, pass: 0)
    return samples(of: batch, items: indices)
  }

  private func samples(of batch: Batch, items indices: [Int]) -> [ImageSample] {
    zip(pipeline.pictures(in: batch.inputs), indices).enumerated().map { position, pair in
      let (picture, item) = pair
      let label =
        numbers.map { $0[item].map { "\($0)" }.joined(separator: ";") }
        ?? Set(classes[item]).sorted().map { classNames[$0] }.joined(separator: ";")
      var sample = ImageSample(image: picture, label: label, file: items[item])
      if target.holdsPoints, case .values(let values) = batch.targets.item(position) {
        sample.points = PointBlock.places(
          of: values.scalars, in: ImageSize(width: picture.width, height: picture.height))
      }
      return sample
    }
  }

  /// The order of the items in a pass, as indices.
  func order(ofPass pass: Int) -> [Int] {
    guard isTraining && options.shuffle else { return Array(items.indices) }
    var generator = MersenneTwister(seed: DerivedSeed.order(pass: pass, of: options.seed))
    if let weights { return draws(items.count, by: weights, using: &generator) }
    return permutation(of: items.count, using: &generator)
  }

  private func batch(at index: Int, pass: Int, order: [Int]) throws -> Batch {
    try batch(
      of: Array(order[index * batchSize..<min(items.count, (index + 1) * batchSize)]), index: index, pass: pass)
  }

  private func batch(of indices: [Int], index: Int, pass: Int) throws -> Batch {
    let made = try indices.map { item in
      try store.image(
        at: items[item], points: places(in: item), transforms: pipeline.itemTransforms, isTraining: isTraining,
        seed: DerivedSeed.item(item, pass: pass, of: options.seed))
    }
    let stacked = try pipeline.stack(made.map(\.image), names: indices.map { items[$0].lastPathComponent })
    var generator = MersenneTwister(seed: DerivedSeed.batch(index, pass: pass, of: options.seed))
    guard target.holdsPoints else {
      return Batch(
        inputs: pipeline.transformed(stacked, isTraining: isTraining, using: &generator),
        targets: targets(of: indices))
    }
    var points = made.map(\.points)
    let inputs = pipeline.transformed(stacked, points: &points, isTraining: isTraining, using: &generator)
    let scalars = points.joined().flatMap { [Float($0.x), Float($0.y)] }
    return Batch(inputs: inputs, targets: .values(Tensor(shape: [indices.count, outputCount], scalars: scalars)))
  }

  /// The points of an item in its file's pixels; none unless answers are points.
  private func places(in item: Int) -> [SIMD2<Double>] {
    guard target.holdsPoints, let own = numbers?[item] else { return [] }
    return stride(from: 0, to: own.count - 1, by: 2).map { SIMD2(Double(own[$0]), Double(own[$0 + 1])) }
  }

  /// The answers to some items.
  private func targets(of indices: [Int]) -> Targets {
    guard let numbers else {
      return target.targets(for: indices.map { classes[$0] }, classCount: classNames.count)
    }
    return .values(Tensor(shape: [indices.count, outputCount], scalars: indices.flatMap { numbers[$0] }))
  }

  /// Number of outputs of a model: one per class, or one per number of a label.
  package var outputCount: Int { numbers?.first?.count ?? classNames.count }
}
