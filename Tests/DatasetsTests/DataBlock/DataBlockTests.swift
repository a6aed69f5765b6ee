import Datasets
import Foundation
import Images
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Data blocks")
struct DataBlockTests {
  private let block = DataBlock(
    blocks: (.image, .category), getItems: getImageFiles, splitter: RandomSplitter(validFraction: 0.25, seed: 3),
    getY: firstPart, itemTransforms: [Resize(8)])

  @Test("Loaders have the block's classes, shape, split and labels")
  func loadersFollowTheBlock() throws {
    let folder = try PictureFolder(classes: ["C3", "A3", "B3"], count: 8)
    let loaders = try block.dataLoaders(folder.url, batchSize: 5)
    #expect(loaders.classNames == ["A3", "B3", "C3"])
    #expect(loaders.inputShape == [3, 8, 8])
    #expect(loaders.train.itemCount == 18 && loaders.train.batchCount == 3)
    #expect(loaders.valid.itemCount == 6 && loaders.valid.batchCount == 2)
    let files = try getImageFiles(folder.url)
    let split = try RandomSplitter(validFraction: 0.25, seed: 3).split(files)
    #expect(loaders.valid.items == split.valid.map { files[$0] })
    let names = loaders.valid.classes.map { $0.map { loaders.classNames[$0] } }
    #expect(names == loaders.valid.items.map { [firstPart($0)] })
  }

  @Test("A part is exchanged on a copy of the block")
  func partsAreExchangedOnACopy() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 10)
    let wide = block.new(itemTransforms: [Resize(width: 10, height: 4)])
    #expect(try wide.dataLoaders(folder.url, batchSize: 4).inputShape == [3, 4, 10])
    #expect(try block.dataLoaders(folder.url, batchSize: 4).inputShape == [3, 8, 8])
    let other = wide.new(splitter: IndexSplitter(valid: [0, 19]))
    let loaders = try other.dataLoaders(folder.url, batchSize: 4)
    #expect(loaders.valid.items.map(\.lastPathComponent) == ["A_0.png", "B_9.png"])
    #expect(loaders.inputShape == [3, 4, 10])
  }

  @Test("A block without a part that it needs names that part")
  func anEmptyBlockIsFilledStepByStep() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 10)
    var block = DataBlock()
    #expect(
      message { try block.dataLoaders(folder.url) }
        == "The data block does not say how items are gathered. Give it getItems, such as getImageFiles.")
    block = block.new(getItems: getImageFiles)
    #expect(
      message { try block.dataLoaders(folder.url) }
        == "The data block does not say how items are labelled. Give it getY, such as parentLabel.")
    block = block.new(getY: firstPart)
    #expect(try block.dataLoaders(folder.url, batchSize: 8).inputShape == [3, 12, 12])
  }

  @Test("An item of several labels has a one for each of them")
  func severalLabelsAnItem() throws {
    let folder = try PictureFolder(classes: ["C+A", "B", "C"], count: 6)
    let chords = block.new(
      blocks: (.image, .multiCategory), getY: { firstPart($0).split(separator: "+").map(String.init) })
    let loaders = try chords.dataLoaders(folder.url, batchSize: 4)
    #expect(loaders.classNames == ["A", "B", "C"])
    guard case .values(let values) = try loaders.valid.oneBatch().targets else {
      Issue.record("several labels make no values")
      return
    }
    for (row, item) in loaders.valid.items.prefix(4).enumerated() {
      let expected: [Float] = firstPart(item) == "C+A" ? [1, 0, 1] : firstPart(item) == "B" ? [0, 1, 0] : [0, 0, 1]
      #expect((0..<3).map { values[row, $0] } == expected)
    }
    let chord = try #require(loaders.train.items.firstIndex { firstPart($0) == "C+A" })
    #expect(try loaders.train.samples(at: [chord])[0].label == "A;C")
  }

  @Test("A given vocabulary preserves its order")
  func aGivenVocabularyKeepsItsOrder() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 6)
    let block = block.new(blocks: (.image, .category(vocabulary: ["X", "B", "A"])), getY: firstPart)
    let loaders = try block.dataLoaders(folder.url, batchSize: 4)
    #expect(loaders.classNames == ["X", "B", "A"])
  }

  @Test("A test loader builds items in the same way as the validation set")
  func testLoadersFollowTheValidationSet() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 8)
    let loaders = try block.dataLoaders(folder.url, batchSize: 4)
    let files = try getImageFiles(folder.url)
    #expect(try loaders.testLoader(files, labelled: true).classes == files.map { firstPart($0) == "A" ? [0] : [1] })
    let batch = try loaders.testLoader([loaders.valid.items[2]]).oneBatch()
    let valid = try loaders.valid.oneBatch()
    #expect(batch.inputs.scalars == Array(valid.inputs.scalars[2 * 192..<3 * 192]))
  }

  @Test("The summary of an impossible batch reports its size")
  func summaryOfNoBatch() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 4)
    let block = DataBlock(blocks: (.image, .category), getItems: getImageFiles, getY: firstPart)
    #expect(
      block.summary(folder.url, batchSize: -4).failure
        == "A batch size of -4 is too small. It must be 1 or more.")
  }

  @Test("A summary lists every step from the items to the batch")
  func summaryWalksToTheEnd() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 6, width: 20, height: 10)
    let block = block.new(splitter: IndexSplitter(valid: [5, 11]), batchTransforms: augTransforms())
    let summary = block.summary(folder.url)
    #expect(summary.failure == nil)
    #expect(
      summary.description == """
        Gather items in \(folder.url.path)
          12 items, the first is A_0.png
        Label them
          A_0.png → A
        Split by IndexSplitter(valid: [5, 11])
          10 items for training, 2 for validation
        Name the classes by the training set
          2: A, B
        Make one item of A_0.png
          decoded: 20 x 10 RGB image
          Resize(8): 8 x 8 RGB image
        Make one batch of 4
          stacked, samples from 0 to 1: [4, 3, 8, 8]
          AffineAugmentation(flip, warp, rotate, zoom): [4, 3, 8, 8]
          LightingAugmentation(brightness, contrast): [4, 3, 8, 8]
        """)
  }

  @Test("A summary names the step that fails")
  func summarySaysWhereItBreaks() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 6)
    try folder.add("A_0.png", shade: 1, width: 30, height: 10)
    let summary = block.new(splitter: IndexSplitter(valid: [5, 11]), itemTransforms: []).summary(folder.url)
    #expect(
      summary.description.hasSuffix(
        """
        Make one batch of 4
        ✗ Stopped here. A_0.png has shape [3, 10, 30] and A_1.png has shape [3, 12, 12], so they cannot be stacked. \
        Resize them to one size: itemTransforms: [Resize(128)].
        """))
  }
}
