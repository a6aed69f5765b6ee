import Foundation
import Images

/// Describes how files become batches: what they are, and how they are collected, labelled, split and transformed.
///
/// A value: every part can be exchanged on a copy, by ``new(getItems:splitter:getY:itemTransforms:batchTransforms:)``
/// or by assignment. Files are read only by `dataLoaders(_:batchSize:options:)`; `summary(_:batchSize:)` describes what
/// happens then, step by step.
///
/// ```swift
/// let notes = DataBlock(
///   blocks: (.image, .category), getItems: getImageFiles, splitter: RandomSplitter(validFraction: 0.2, seed: 42),
///   getY: { String($0.lastPathComponent.prefix(2)) }, itemTransforms: [Resize(128)])
/// let loaders = try notes.dataLoaders(folder, batchSize: 32)
/// ```
public struct DataBlock<Target: TargetBlock> {
  /// The kinds of input and target.
  public var blocks: (ImageBlock, Target)
  /// Finds the items in a folder; nil when that was not said yet.
  public var getItems: ((URL) throws -> [URL])?
  /// Divides items into a training and a validation set.
  public var splitter: any Splitter
  /// Finds an item's label; nil when that was not said yet.
  public var getY: ((URL) throws -> Target.Label)?
  /// Steps for each image on its own.
  public var itemTransforms: [any ItemTransform]
  /// Steps for a stack of images.
  public var batchTransforms: [any BatchTransform]

  /// Combines the parts; missing parts can be added to a copy.
  public init(
    blocks: (ImageBlock, Target), getItems: ((URL) throws -> [URL])? = nil,
    splitter: any Splitter = RandomSplitter(), getY: ((URL) throws -> Target.Label)? = nil,
    itemTransforms: [any ItemTransform] = [], batchTransforms: [any BatchTransform] = []
  ) {
    self.blocks = blocks
    self.getItems = getItems
    self.splitter = splitter
    self.getY = getY
    self.itemTransforms = itemTransforms
    self.batchTransforms = batchTransforms
  }

  /// A copy with some parts exchanged; those left out stay as they are.
  public func new(
    getItems: ((URL) throws -> [URL])? = nil, splitter: (any Splitter)? = nil,
    getY: ((URL) throws -> Target.Label)? = nil, itemTransforms: [any ItemTransform]? = nil,
    batchTransforms: [any BatchTransform]? = nil
  ) -> DataBlock {
    new(
      blocks: blocks, getItems: getItems, splitter: splitter, getY: getY ?? self.getY,
      itemTransforms: itemTransforms, batchTransforms: batchTransforms)
  }

  /// A copy for another kind of target, with its own label function.
  public func new<Other: TargetBlock>(
    blocks: (ImageBlock, Other), getItems: ((URL) throws -> [URL])? = nil, splitter: (any Splitter)? = nil,
    getY: ((URL) throws -> Other.Label)?, itemTransforms: [any ItemTransform]? = nil,
    batchTransforms: [any BatchTransform]? = nil
  ) -> DataBlock<Other> {
    DataBlock<Other>(
      blocks: blocks, getItems: getItems ?? self.getItems, splitter: splitter ?? self.splitter, getY: getY,
      itemTransforms: itemTransforms ?? self.itemTransforms, batchTransforms: batchTransforms ?? self.batchTransforms)
  }

  /// The data loaders for the items that `getItems` finds in a folder.
  ///
  /// Labels are computed now; images are read when batches are made.
  ///
  /// - Throws: ``DatasetError``, and errors of the item getter and the splitter.
  public func dataLoaders(
    _ folder: URL, batchSize: Int = 64, options: LoaderOptions = LoaderOptions()
  ) throws -> ImageDataLoaders {
    try LoaderBuilder(
      block: self, items: gathered(in: folder), place: folder.path, batchSize: batchSize, options: options
    )
    .loaders()
  }

  /// Like ``dataLoaders(_:batchSize:options:)``, for a path such as "lesson2_assets/cqt_data".
  public func dataLoaders(
    _ path: String, batchSize: Int = 64, options: LoaderOptions = LoaderOptions()
  ) throws -> ImageDataLoaders {
    try dataLoaders(URL(filePath: path), batchSize: batchSize, options: options)
  }

  /// The data loaders for given items.
  ///
  /// - Throws: ``DatasetError``, and errors of the splitter.
  public func dataLoaders(
    items: [URL], batchSize: Int = 64, options: LoaderOptions = LoaderOptions()
  ) throws -> ImageDataLoaders {
    try LoaderBuilder(block: self, items: items, place: "the list", batchSize: batchSize, options: options).loaders()
  }

  /// The items that `getItems` returns.
  func gathered(in folder: URL) throws -> [URL] {
    guard let getItems else {
      throw DatasetError.missingPart(name: "getItems, such as getImageFiles", hint: "how items are gathered")
    }
    return try getItems(folder)
  }
}

extension DataBlock where Target == CategoryBlock {
  /// A block for images of one class each, with nothing said about how they are gathered and labelled.
  public init() {
    self.init(blocks: (.image, .category))
  }
}
