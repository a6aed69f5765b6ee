import Datasets
import Foundation
import Networks
import TestSupport
import Testing

@Suite("Weights of classes and items")
struct WeightedLoaderTests {
  /// 30 items of A and 6 of B for training, with one of each held back.
  private func loaders(_ body: (ImageDataLoaders) throws -> Void) throws {
    let folder = try PictureFolder()
    for index in 0..<31 { try folder.add("A_\(index).png", shade: 10) }
    for index in 0..<7 { try folder.add("B_\(index).png", shade: 200) }
    let block = DataBlock(
      blocks: (.image, .category), getItems: getImageFiles,
      splitter: FunctionSplitter { $0.lastPathComponent.hasSuffix("_0.png") }, getY: firstPart)
    try body(try block.dataLoaders(folder.url, batchSize: 12))
  }

  /// The classes of all items of some passes.
  private func drawn(_ loaders: ImageDataLoaders, passes: Int) throws -> [Int] {
    try (0..<passes).flatMap { pass -> [Int] in
      let stream = try loaders.train.batches(pass: pass)
      var classes: [Int] = []
      while let batch = try stream.next() {
        if case .classes(let some) = batch.targets { classes += some }
      }
      return classes
    }
  }

  @Test("Class weights compensate for the number of items")
  func classWeights() throws {
    try loaders { loaders throws in #expect(loaders.classWeights == [0.6, 3]) }
  }

  @Test("A balanced set draws both classes about equally often, and the same ones for the same pass")
  func balanced() throws {
    try loaders { loaders throws in
      let balanced = try loaders.balanced()
      let classes = try drawn(balanced, passes: 20)
      let share = Double(classes.count { $0 == 1 }) / Double(classes.count)
      #expect(classes.count == 20 * 36 && abs(share - 0.5) < 0.06, "\(share)")
      #expect(try drawn(balanced, passes: 2) == Array(classes.prefix(72)))
      #expect(try drawn(loaders, passes: 1).count { $0 == 1 } == 6)
    }
  }

  @Test("An item of weight 0 is never drawn")
  func zeros() throws {
    try loaders { loaders throws in
      let weights = loaders.train.classes.map { $0 == [1] ? 1.0 : 0 }
      #expect(try drawn(loaders.weighted(by: weights), passes: 3).allSatisfy { $0 == 1 })
    }
  }

  @Test("Weights that cannot be drawn by are refused")
  func invalid() throws {
    try loaders { loaders throws in
      for weights in [[1.0], Array(repeating: 0, count: 36), Array(repeating: -1, count: 36)] {
        #expect(throws: DatasetError.self) { try loaders.weighted(by: weights) }
      }
    }
  }
}
