import Foundation
import Images
import Tensors

/// The steps of a data block for a folder, up to one batch or to the step that fails.
///
/// ```swift
/// print(block.summary("lesson2_assets/cqt_data"))
/// ```
public struct DataBlockSummary: Hashable, Sendable, CustomStringConvertible {
  /// One step with its result.
  public struct Step: Hashable, Sendable {
    /// The step, such as `Split by RandomSplitter`.
    public let title: String
    /// The results, one per line.
    public fileprivate(set) var results: [String] = []
  }

  /// The steps that were begun, in order.
  public fileprivate(set) var steps: [Step] = []
  /// The error of the last step; nil if all succeeded.
  public fileprivate(set) var failure: String?

  /// The steps and their results as indented lines, the failure at the end.
  public var description: String {
    var lines = steps.flatMap { [$0.title] + $0.results.map { "  " + $0 } }
    if let failure { lines.append("✗ Stopped here. \(failure)") }
    return lines.joined(separator: "\n")
  }

  fileprivate mutating func begin(_ title: String) {
    steps.append(Step(title: title))
  }

  fileprivate mutating func note(_ result: String) {
    steps[steps.count - 1].results.append(result)
  }
}

extension DataBlock {
  /// Runs all steps with the items of a folder: collecting, labelling, splitting, one item through each item transform,
  /// and a batch through each batch transform. Throws nothing: a failure is part of the answer.
  public func summary(_ folder: URL, batchSize: Int = 4) -> DataBlockSummary {
    var summary = DataBlockSummary()
    do {
      try walk(folder, batchSize: batchSize, into: &summary)
    } catch {
      summary.failure = "\(error)"
    }
    return summary
  }

  /// Like ``summary(_:batchSize:)``, for a path such as "lesson2_assets/cqt_data".
  public func summary(_ path: String, batchSize: Int = 4) -> DataBlockSummary {
    summary(URL(filePath: path), batchSize: batchSize)
  }

  private func walk(_ folder: URL, batchSize: Int, into summary: inout DataBlockSummary) throws {
    guard batchSize >= 1 else { throw DatasetError.invalidBatchSize(batchSize) }
    summary.begin("Gather items in \(folder.relativePath)")
    let items = try gathered(in: folder)
    guard !items.isEmpty else { throw DatasetError.noItems(path: folder.path) }
    summary.note("\(items.count) items, the first is \(items[0].lastPathComponent)")
    let builder = LoaderBuilder(
      block: self, items: items, place: folder.path, batchSize: batchSize, options: LoaderOptions())

    summary.begin("Label them")
    let labels = try builder.labels(of: items)
    summary.note("\(items[0].lastPathComponent) → \(labels[0])")

    summary.begin("Split by \(splitter)")
    let split = try builder.split(items)
    summary.note("\(split.train.count) items for training, \(split.valid.count) for validation")

    if let numbers = try builder.numbers(of: labels, items: items) {
      summary.begin("Take labels as numbers")
      summary.note("\(numbers[0].count) for each item")
      try walkItems(split.train.prefix(batchSize).map { items[$0] }, into: &summary)
      return
    }

    summary.begin("Name the classes by the training set")
    let vocabulary = try builder.vocabulary(of: split.train.map { labels[$0] })
    summary.note("\(vocabulary.names.count): \(vocabulary.names.joined(separator: ", "))")
    for index in split.valid { _ = try builder.indices(of: labels[index], item: items[index], in: vocabulary) }

    let chosen = split.train.prefix(batchSize).map { items[$0] }
    try walkItems(chosen, into: &summary)
  }

  /// One item through each item transform, then a batch through each batch transform.
  private func walkItems(_ files: [URL], into summary: inout DataBlockSummary) throws {
    let pipeline = ImagePipeline(
      channels: blocks.0.channels, itemTransforms: itemTransforms, batchTransforms: batchTransforms)
    var generator = MersenneTwister(seed: 0)
    var images: [Image] = []
    for file in files {
      if images.isEmpty { summary.begin("Make one item of \(file.lastPathComponent)") }
      var image: Image
      do {
        image = try Image(contentsOf: file)
      } catch {
        throw DatasetError.unreadableImage(path: file.path, reason: "\(error)")
      }
      if images.isEmpty { summary.note("decoded: \(image)") }
      image = image.converted(to: pipeline.channels)
      for transform in pipeline.itemTransforms {
        image = transform.apply(to: image, isTraining: true, using: &generator)
        if images.isEmpty { summary.note("\(transform): \(image)") }
      }
      images.append(image)
    }
    summary.begin("Make one batch of \(images.count)")
    var batch = try pipeline.stack(images, names: files.map(\.lastPathComponent))
    summary.note("stacked, samples from 0 to 1: \(batch.shape)")
    for transform in pipeline.batchTransforms {
      batch = transform.apply(to: batch, isTraining: true, using: &generator)
      summary.note("\(transform): \(batch.shape)")
    }
  }
}
