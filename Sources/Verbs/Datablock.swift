import Datasets
import Foundation
import Learning

/// Describes how files become batches: what they are, how they are collected, labelled, split and transformed.
///
/// ```swift
/// let notes = datablock(
///   blocks: (.image, .category), getItems: getImageFiles, splitter: RandomSplitter(validFraction: 0.2, seed: 42),
///   getY: parentLabel, itemTransforms: [Resize(128)])
/// let dls = try notes.dataLoaders("lesson2_assets/cqt_data", batchSize: 32)
/// ```
/// - Parameters:
///   - blocks: the kinds of input and target: `(.image, .category)` here, or `(.image, .multiCategory)`.
///   - getItems: finds the items in a folder, such as `getImageFiles`.
///   - splitter: divides the items into a training and a validation set.
///   - getY: finds an item's label.
///   - itemTransforms: steps for each image, such as `Resize(128)`.
///   - batchTransforms: steps for a stack of images, such as `augTransforms()`.
/// - Returns: a value; each part can be exchanged on a copy by its `new`.
public func datablock(
  blocks: (ImageBlock, CategoryBlock), getItems: ((URL) throws -> [URL])? = nil,
  splitter: any Splitter = RandomSplitter(), getY: ((URL) throws -> String)? = nil,
  itemTransforms: [any ItemTransform] = [], batchTransforms: [any BatchTransform] = []
) -> DataBlock<CategoryBlock> {
  DataBlock(
    blocks: blocks, getItems: getItems, splitter: splitter, getY: getY, itemTransforms: itemTransforms,
    batchTransforms: batchTransforms)
}

/// Variant for items with any number of labels each: `getY` finds a list of them.
///
/// ```swift
/// let chords = datablock(
///   blocks: (.image, .multiCategory), getItems: getImageFiles,
///   getY: { $0.deletingPathExtension().lastPathComponent.split(separator: "-").map(String.init) })
/// ```
public func datablock(
  blocks: (ImageBlock, MultiCategoryBlock), getItems: ((URL) throws -> [URL])? = nil,
  splitter: any Splitter = RandomSplitter(), getY: ((URL) throws -> [String])? = nil,
  itemTransforms: [any ItemTransform] = [], batchTransforms: [any BatchTransform] = []
) -> DataBlock<MultiCategoryBlock> {
  DataBlock(
    blocks: blocks, getItems: getItems, splitter: splitter, getY: getY, itemTransforms: itemTransforms,
    batchTransforms: batchTransforms)
}

/// Variant for items whose targets are numbers: `getY` returns a list of the same length for each.
///
/// ```swift
/// let levels = datablock(blocks: (.image, .regression), getItems: getImageFiles, getY: { [Double($0.path.count)] })
/// ```
public func datablock(
  blocks: (ImageBlock, RegressionBlock), getItems: ((URL) throws -> [URL])? = nil,
  splitter: any Splitter = RandomSplitter(), getY: ((URL) throws -> [Double])? = nil,
  itemTransforms: [any ItemTransform] = [], batchTransforms: [any BatchTransform] = []
) -> DataBlock<RegressionBlock> {
  DataBlock(
    blocks: blocks, getItems: getItems, splitter: splitter, getY: getY, itemTransforms: itemTransforms,
    batchTransforms: batchTransforms)
}

/// Describes how files whose answers are points in the image become batches: `getY` finds as many for each, in the file's pixels.
///
/// ```swift
/// let eyes = datablock(blocks: (.image, .points), getItems: getImageFiles, getY: { _ in [[40, 52], [88, 52]] })
/// ```
public func datablock(
  blocks: (ImageBlock, PointBlock), getItems: ((URL) throws -> [URL])? = nil,
  splitter: any Splitter = RandomSplitter(), getY: ((URL) throws -> [SIMD2<Double>])? = nil,
  itemTransforms: [any ItemTransform] = [], batchTransforms: [any BatchTransform] = []
) -> DataBlock<PointBlock> {
  DataBlock(
    blocks: blocks, getItems: getItems, splitter: splitter, getY: getY, itemTransforms: itemTransforms,
    batchTransforms: batchTransforms)
}

/// An empty data block for images of one class each, to be filled step by step with its `new`.
///
/// ```swift
/// let notes = datablock().new(getItems: getImageFiles, getY: parentLabel)
/// ```
public func datablock() -> DataBlock<CategoryBlock> {
  DataBlock()
}
