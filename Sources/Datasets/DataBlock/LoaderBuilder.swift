import Foundation
import Images
import Tensors

/// Builds data loaders from the items of a data block, step by step.
struct LoaderBuilder<Target: TargetBlock> {
  let block: DataBlock<Target>
  var items: [URL]
  /// The origin of the items, for errors.
  let place: String
  let batchSize: Int
  let options: LoaderOptions

  /// All steps.
  func loaders() throws -> ImageDataLoaders {
    for size in [batchSize, options.validBatchSize ?? batchSize] where size < 1 {
      throw DatasetError.invalidBatchSize(size)
    }
    guard !items.isEmpty else { throw DatasetError.noItems(path: place) }
    let (readable, skipped) = options.unreadable == .skip ? checked() : (items, [])
    guard !readable.isEmpty else { throw DatasetError.noItems(path: "\(place) that can be decoded") }
    let labels = try labels(of: readable)
    let split = try split(readable)
    let numbers = try numbers(of: labels, items: readable)
    let vocabulary = numbers == nil ? try vocabulary(of: split.train.map { labels[$0] }) : .none
    func classes(of indices: [Int]) throws -> [[Int]] {
      try indices.map { try self.indices(of: labels[$0], item: readable[$0], in: vocabulary) }
    }
    if options.dropLast && batchSize > split.train.count {
      throw DatasetError.batchTooLarge(batchSize: batchSize, itemCount: split.train.count)
    }
    let channels = block.blocks.0.channels
    let pipeline = ImagePipeline(
      channels: channels, itemTransforms: block.itemTransforms, batchTransforms: block.batchTransforms)
    let store = ImageStore(limit: options.cacheLimit, channels: channels)
    func loader(_ indices: [Int], isTraining: Bool) throws -> ImageLoader {
      ImageLoader(
        items: indices.map { readable[$0] }, classes: try classes(of: indices),
        numbers: numbers.map { numbers in indices.map { numbers[$0] } },
        classNames: vocabulary.names, target: block.blocks.1, pipeline: pipeline, isTraining: isTraining,
        batchSize: isTraining ? batchSize : options.validBatchSize ?? batchSize, options: options, store: store)
    }
    let getY = block.getY
    let target = block.blocks.1
    return try ImageDataLoaders(
      train: loader(split.train, isTraining: true), valid: loader(split.valid, isTraining: false), skipped: skipped,
      classify: { item in
        guard let getY else { return [] }
        return try vocabulary.indices(of: target.names(in: getY(item)), item: item.lastPathComponent)
      },
      measure: { item in try getY.flatMap { target.numbers(in: try $0(item)) } })
  }

  /// Every label's numbers; nil when labels stand for classes.
  ///
  /// - Throws: ``DatasetError/unequalNumbers(item:count:expected:)`` and ``DatasetError/infiniteNumber(item:value:)``.
  func numbers(of labels: [Target.Label], items: [URL]) throws -> [[Float]]? {
    let numbers = labels.compactMap { block.blocks.1.numbers(in: $0) }
    guard !numbers.isEmpty else { return nil }
    for (item, own) in zip(items, numbers) {
      guard own.count == numbers[0].count, !own.isEmpty else {
        throw DatasetError.unequalNumbers(item: item.lastPathComponent, count: own.count, expected: numbers[0].count)
      }
      if let value = own.first(where: { !$0.isFinite }) {
        throw DatasetError.infiniteNumber(item: item.lastPathComponent, value: value)
      }
    }
    return numbers
  }

  /// The items that can be decoded, and why the others cannot.
  func checked() -> (readable: [URL], skipped: [SkippedImage]) {
    var reasons = [String?](repeating: nil, count: items.count)
    reasons.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let buffer = buffer
      parallelFor(items.count) { index in
        do {
          _ = try Image(contentsOf: items[index])
        } catch {
          buffer[index] = "\(error)"
        }
      }
    }
    let skipped = zip(items, reasons).compactMap { item, reason in
      reason.map { SkippedImage(file: item, reason: $0) }
    }
    return (zip(items, reasons).filter { $0.1 == nil }.map(\.0), skipped)
  }

  /// Every item's label.
  func labels(of items: [URL]) throws -> [Target.Label] {
    try items.map(label)
  }

  /// One item's label.
  func label(of item: URL) throws -> Target.Label {
    guard let getY = block.getY else {
      throw DatasetError.missingPart(name: "getY, such as parentLabel", hint: "how items are labelled")
    }
    do {
      return try getY(item)
    } catch {
      let reason = "\(error)"
      throw DatasetError.labelFailed(
        item: item.lastPathComponent, reason: reason.hasSuffix(".") ? String(reason.dropLast()) : reason)
    }
  }

  /// The indices of the training and validation items; neither set is empty.
  func split(_ items: [URL]) throws -> Split {
    let split = try block.splitter.split(items)
    try split.check(count: items.count)
    for (name, set) in [("training", split.train), ("validation", split.valid)] where set.isEmpty {
      throw DatasetError.emptySet(name: name, itemCount: items.count)
    }
    return split
  }

  /// The class names: fixed by the block, or taken from the training labels.
  func vocabulary(of labels: [Target.Label]) throws -> Vocabulary {
    let target = block.blocks.1
    if let names = target.vocabulary { return try Vocabulary(names: names) }
    let names = Set(labels.flatMap { target.names(in: $0) })
    if Target.self == CategoryBlock.self, names.count == 1, let label = names.first {
      throw DatasetError.singleClass(label: label, count: labels.count)
    }
    guard !names.isEmpty else { throw DatasetError.noLabels(itemCount: labels.count) }
    return try Vocabulary(names: names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  /// The indices of an item's classes.
  func indices(of label: Target.Label, item: URL, in vocabulary: Vocabulary) throws -> [Int] {
    try vocabulary.indices(of: block.blocks.1.names(in: label), item: item.lastPathComponent)
  }
}
