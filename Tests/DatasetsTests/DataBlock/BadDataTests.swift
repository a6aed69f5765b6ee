import Networks
import Datasets
import Foundation
import Images
import Tensors
import TestSupport
import Testing

@Suite("Data that cannot be loaded")
struct BadDataTests {
  private let block = DataBlock(
    blocks: (.image, .category), getItems: getImageFiles, splitter: IndexSplitter(valid: [0, 5]), getY: firstPart)

  @Test("A folder without images is named with the extensions of images")
  func anEmptyFolder() throws {
    let folder = try PictureFolder()
    #expect(
      message { try block.dataLoaders(folder.url) }
        == "There are no items in \(folder.url.path). Images are files that end in .png, .apng, .jpg, .jpeg, "
        + ".jpe, .jfif, .webp, .gif, .tif, .tiff, .bmp, .dib, in the folder or in folders inside it.")
  }

  @Test("A folder that is missing is named")
  func noFolder() {
    #expect(
      message { try block.dataLoaders("/no/such/folder") }
        == "There is no folder at /no/such/folder. Check the path, or run the cell that creates it.")
  }

  @Test("A label that is not in the training set is named with its file")
  func aClassWithOneItemThatIsHeldBack() throws {
    let folder = try PictureFolder(classes: ["B", "C"], count: 5)
    try folder.add("A_0.png", shade: 0)
    #expect(
      message { try block.dataLoaders(folder.url, batchSize: 2) }
        == "Label “A” of A_0.png was not included in the training set. Split differently (another seed, fewer held "
        + "back), gather more items of that class, or name the classes with .category(vocabulary:).")
  }

  @Test("A class with one item can be trained on")
  func aClassWithOneItemThatIsTrainedOn() throws {
    let folder = try PictureFolder(classes: ["B", "C"], count: 5)
    try folder.add("A_0.png", shade: 0)
    let trained = block.new(splitter: IndexSplitter(valid: [3, 8]))
    #expect(try trained.dataLoaders(folder.url, batchSize: 2).classNames == ["A", "B", "C"])
  }

  @Test("An error of the label function is reported with the file")
  func aLabelFunctionThatThrows() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    let block = block.new(getY: try regexLabel("^(B)_"))
    #expect(
      message { try block.dataLoaders(folder.url) }
        == "The label of A_0.png could not be found: The pattern “^(B)_” does not match “A_0.png”.")
  }

  @Test("A vocabulary that is empty or contains a class twice is refused")
  func vocabularies() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    func loaders(_ vocabulary: [String]) throws -> ImageDataLoaders {
      try block.new(blocks: (.image, .category(vocabulary: vocabulary)), getY: firstPart)
        .dataLoaders(folder.url, batchSize: 2)
    }
    #expect(
      message { try loaders(["A", "A", "B"]) } == "The class “A” is in the vocabulary twice. Remove one of the two.")
    #expect(
      message { try loaders([]) }
        == "The list of class names is empty. Name the classes, or leave the vocabulary out to take the labels of the "
        + "training set.")
    #expect(try loaders(["B", "A"]).classNames == ["B", "A"])
  }

  @Test("Several labels per item are refused if no item has one")
  func noLabels() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    let several = block.new(blocks: (.image, .multiCategory), getY: { _ in [String]() })
    #expect(
      message { try several.dataLoaders(folder.url, batchSize: 2) }
        == "None of the 8 items of the training set has a label. Look at getY, or name the classes with "
        + ".multiCategory(vocabulary:).")
    let named = block.new(blocks: (.image, .multiCategory(vocabulary: ["A", "B"])), getY: { _ in [String]() })
    #expect(try named.dataLoaders(folder.url, batchSize: 2).classNames == ["A", "B"])
  }

  @Test("A label that an item has twice counts once")
  func repeatedLabel() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    let several = block.new(blocks: (.image, .multiCategory), getY: { [firstPart($0), firstPart($0)] })
    #expect(try several.dataLoaders(folder.url, batchSize: 2).valid.classes == [[0], [1]])
  }

  @Test("A training set of one label is refused")
  func oneClass() throws {
    let folder = try PictureFolder(classes: ["A"], count: 8)
    #expect(
      message { try block.dataLoaders(folder.url) }
        == "All 6 items of the training set have the label “A”. A classifier needs two classes or more: look at getY, or "
        + "at the splitter.")
  }

  @Test("A validation fraction that is invalid or leaves a set empty is refused")
  func validationFractions() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    func message(_ fraction: Double) -> String {
      TestSupport.message {
        try block.new(splitter: RandomSplitter(validFraction: fraction)).dataLoaders(folder.url, batchSize: 2)
      }
    }
    func text(_ set: String, _ advice: String) -> String {
      "The split leaves the \(set) set empty (10 items in total). Use a \(advice) validation fraction, or gather more "
        + "items."
    }
    #expect(message(0) == text("validation", "larger"))
    #expect(message(1) == text("training", "smaller"))
    #expect(message(1.5) == "A validation fraction of 1.5 is not between 0 and 1. Try 0.2.")
  }

  @Test("A batch size above the number of items is refused")
  func batchSizes() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    #expect(
      message { try block.dataLoaders(folder.url, batchSize: 9) }
        == "A batch size of 9 is more than the 8 items of the training set, so there is no complete batch. "
        + "Choose 8 or less, or pass options: LoaderOptions(dropLast: false).")
  }

  @Test("A batch size below one is refused, for validation too")
  func batchSizesBelowOne() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    #expect(
      message { try block.dataLoaders(folder.url, batchSize: 0) }
        == "A batch size of 0 is too small. It must be 1 or more.")
    #expect(
      message { try block.dataLoaders(folder.url, batchSize: 2, options: LoaderOptions(validBatchSize: -1)) }
        == "A batch size of -1 is too small. It must be 1 or more.")
  }

  @Test("An incomplete batch is included on request")
  func anIncompleteBatch() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    let whole = try block.dataLoaders(folder.url, batchSize: 9, options: LoaderOptions(dropLast: false))
    #expect(try whole.oneBatch().count == 8)
  }

  @Test("Images of different sizes are refused with both shapes")
  func differentSizes() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    try folder.add("A_1.png", shade: 3, width: 6, height: 7)
    let loaders = try block.dataLoaders(folder.url, batchSize: 8, options: LoaderOptions(shuffle: false))
    #expect(
      message { try loaders.oneBatch() }
        == "A_1.png has shape [3, 7, 6] and A_2.png has shape [3, 12, 12], so they cannot be stacked. "
        + "Resize them to one size: itemTransforms: [Resize(128)].")
  }

  @Test("A file that is not an image stops the pass and is named")
  func unreadableImagesStop() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    try folder.addBytes("B_3.png", Array("no picture".utf8))
    let loaders = try block.dataLoaders(folder.url, batchSize: 8, options: LoaderOptions(shuffle: false))
    let text =
      "“\(folder.url.path)/B_3.png” cannot be used. “B_3.png” is not an image: it does not start as a PNG, JPEG, "
      + "WebP, GIF, TIFF or BMP file. Convert it, or leave it out. To skip such files, pass options: "
      + "LoaderOptions(unreadable: .skip)."
    #expect(message { try loaders.oneBatch() } == text)
    #expect(message { try loaders.train.batches(pass: 0).next() } == text)
  }

  @Test("Files that are not images are left out and listed on request")
  func unreadableImagesAreSkipped() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    let good = try Data(contentsOf: folder.url.appending(path: "A_2.png"))
    try folder.addBytes("A_2.png", Array(good.prefix(80)))
    try folder.addBytes("B_3.png", [])
    let loaders = try block.dataLoaders(folder.url, batchSize: 6, options: LoaderOptions(unreadable: .skip))
    #expect(loaders.skipped.map(\.file.lastPathComponent) == ["A_2.png", "B_3.png"])
    #expect(
      loaders.skipped[0].reason
        == "The image “A_2.png” is truncated: the file ends before its pixels do. Copy it again, or leave it out.")
    #expect(try loaders.oneBatch().count == 6)
  }
}
