import Datasets
import Foundation
import Learning

/// Says how files become batches: what they are, how they are gathered, labelled, split and transformed.
///
/// ```swift
/// let notes = datablock(
///   blocks: (.image, .category), getItems: getImageFiles, splitter: RandomSplitter(validFraction: 0.2, seed: 42),
///   getY: labelFunc, itemTransforms: [Resize(128)])
/// let dls = try notes.dataLoaders("lesson2_assets/cqt_data", batchSize: 32)
/// ```
/// - Parameters:
///   - blocks: what goes in and what is answered: `(.image, .category)` here, or `(.image, .multiCategory)`.
///   - getItems: finds the items in a folder, such as `getImageFiles`.
///   - splitter: divides the items into a training and a validation set.
///   - getY: finds an item's label.
///   - itemTransforms: steps for each picture, such as `Resize(128)`.
///   - batchTransforms: steps for a stack of pictures, such as `augTransforms()`.
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

/// The same for items that have any number of labels each: `getY` finds a list of them.
public func datablock(
  blocks: (ImageBlock, MultiCategoryBlock), getItems: ((URL) throws -> [URL])? = nil,
  splitter: any Splitter = RandomSplitter(), getY: ((URL) throws -> [String])? = nil,
  itemTransforms: [any ItemTransform] = [], batchTransforms: [any BatchTransform] = []
) -> DataBlock<MultiCategoryBlock> {
  DataBlock(
    blocks: blocks, getItems: getItems, splitter: splitter, getY: getY, itemTransforms: itemTransforms,
    batchTransforms: batchTransforms)
}

/// The same for items whose answer is numbers: `getY` finds a list of as many for each.
public func datablock(
  blocks: (ImageBlock, RegressionBlock), getItems: ((URL) throws -> [URL])? = nil,
  splitter: any Splitter = RandomSplitter(), getY: ((URL) throws -> [Double])? = nil,
  itemTransforms: [any ItemTransform] = [], batchTransforms: [any BatchTransform] = []
) -> DataBlock<RegressionBlock> {
  DataBlock(
    blocks: blocks, getItems: getItems, splitter: splitter, getY: getY, itemTransforms: itemTransforms,
    batchTransforms: batchTransforms)
}

/// The same for items whose answer is points in the picture: `getY` finds as many for each, in the file's pixels.
public func datablock(
  blocks: (ImageBlock, PointBlock), getItems: ((URL) throws -> [URL])? = nil,
  splitter: any Splitter = RandomSplitter(), getY: ((URL) throws -> [SIMD2<Double>])? = nil,
  itemTransforms: [any ItemTransform] = [], batchTransforms: [any BatchTransform] = []
) -> DataBlock<PointBlock> {
  DataBlock(
    blocks: blocks, getItems: getItems, splitter: splitter, getY: getY, itemTransforms: itemTransforms,
    batchTransforms: batchTransforms)
}

/// An empty data block for pictures of one class each, to be filled step by step with its `new`.
public func datablock() -> DataBlock<CategoryBlock> {
  DataBlock()
}
