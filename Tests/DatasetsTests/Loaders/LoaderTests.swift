import Datasets
import Foundation
import Images
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Loaders of images")
struct LoaderTests {
  private let block = DataBlock(
    blocks: (.image, .category), getItems: getImageFiles, splitter: IndexSplitter(valid: [1, 14]), getY: firstPart,
    itemTransforms: [Resize(8)], batchTransforms: augTransforms(maxLighting: 0.5))

  @Test("Any number of workers, with or without a cache, gives the same batches")
  func numberOfWorkersChangesNothing() throws {
    let folder = try PictureFolder(classes: ["A", "B", "C"], count: 10, width: 20, height: 12)
    var passes: [[Tensor]] = []
    for workers in [1, 2, 4] {
      let options = LoaderOptions(cacheLimit: workers == 2 ? 0 : 1 << 20, workers: workers)
      let loaders = try block.dataLoaders(folder.url, batchSize: 5, options: options)
      for _ in 0..<2 { passes.append(try all(loaders.train, pass: 3).map(\.inputs)) }
    }
    #expect(passes[0].count == 5)
    for pass in passes { #expect(pass == passes[0]) }
  }

  @Test("A pass has an order that the seed decides")
  func everyPassHasAnOrderOfItsOwn() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 20)
    let loaders = try block.new(batchTransforms: []).dataLoaders(folder.url, batchSize: 6)
    func shades(_ pass: Int) throws -> [Float] {
      try all(loaders.train, pass: pass).flatMap { batch in (0..<batch.count).map { batch.inputs[$0, 0, 0, 0] } }
    }
    let (first, second) = (try shades(0), try shades(1))
    #expect(first.count == 36 && Set(first).count == 36)
    #expect(first != second)
    #expect(try shades(0) == first)
    let other = try block.new(batchTransforms: []).dataLoaders(
      folder.url, batchSize: 6, options: LoaderOptions(seed: 43))
    #expect(try other.oneBatch().inputs != loaders.oneBatch().inputs)
  }

  @Test("The validation set is complete and in the splitter's order")
  func validationIsWholeAndInOrder() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 10)
    let valid = [3, 1, 12, 19, 7]
    let loaders = try block.new(splitter: IndexSplitter(valid: valid)).dataLoaders(folder.url, batchSize: 2)
    let batches = try all(loaders.valid, pass: 0)
    #expect(batches.map(\.count) == [2, 2, 1])
    let shades = batches.flatMap { batch in (0..<batch.count).map { batch.inputs[$0, 0, 3, 3] * 255 } }
    #expect(shades == valid.map { Float($0) })
    #expect(try all(loaders.valid, pass: 5).map(\.inputs) == batches.map(\.inputs))
  }

  @Test("Augmentation changes only training batches, and each pass differently")
  func augmentationActsOnTrainingAlone() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 10)
    let plain = block.new(batchTransforms: [])
    let options = LoaderOptions(shuffle: false)
    let augmented = try block.dataLoaders(folder.url, batchSize: 4, options: options)
    let reference = try plain.dataLoaders(folder.url, batchSize: 4, options: options)
    #expect(try augmented.valid.oneBatch().inputs == reference.valid.oneBatch().inputs)
    #expect(try augmented.train.oneBatch().inputs != reference.train.oneBatch().inputs)
    #expect(try augmented.train.oneBatch(pass: 0).inputs != augmented.train.oneBatch(pass: 1).inputs)
  }

  @Test("A pass that is left ends its threads")
  func leavingAPassEndsItsThreads() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 40)
    let loaders = try block.dataLoaders(folder.url, batchSize: 2)
    for pass in 0..<50 { _ = try loaders.train.batches(pass: pass).next() }
    func remaining() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count {
        // A thread may end between the two looks.
        (try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8))?.hasPrefix("etude-batches") == true
      }
    }
    let end = Date(timeIntervalSinceNow: 60)
    while try remaining() >= 40, Date() < end { Thread.sleep(forTimeInterval: 0.05) }
    #expect(try remaining() < 40)
  }

  @Test("Normalisation changes the inputs once, and never the samples")
  func normalizationIsAddedOnce() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 10)
    let loaders = try block.new(batchTransforms: []).dataLoaders(folder.url, batchSize: 4)
    let normalized = loaders.normalized(
      mean: Normalize.imagenet.mean, standardDeviation: Normalize.imagenet.standardDeviation)
    let (plain, changed) = (try loaders.valid.oneBatch().inputs, try normalized.valid.oneBatch().inputs)
    #expect(abs(changed[1, 2, 3, 4] - (plain[1, 2, 3, 4] - 0.406) / 0.225) < 1e-6)
    let twice = normalized.normalized(mean: [0, 0, 0], standardDeviation: [2, 2, 2])
    #expect(try twice.valid.oneBatch().inputs == changed)
    #expect(try normalized.valid.samples(maxCount: 2).map(\.image) == loaders.valid.samples(maxCount: 2).map(\.image))
  }

  @Test("Samples are the images of the files with their labels")
  func samplesAreThePictures() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 10, width: 8, height: 8)
    let loaders = try block.dataLoaders(folder.url, batchSize: 4)
    let samples = try loaders.valid.samples()
    #expect(samples.map(\.label) == ["A", "B"])
    #expect(try samples.map(\.image) == samples.map { try Image(contentsOf: $0.file) })
    #expect(try loaders.valid.samples(at: [1, 0]).map(\.label) == ["B", "A"])
  }

  @Test("An index without an item is an error that names it", arguments: [-1, 2])
  func noItem(index: Int) throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 10, width: 8, height: 8)
    let loaders = try block.dataLoaders(folder.url, batchSize: 4)
    let error = DatasetError.noItem(index: index, itemCount: 2)
    #expect(throws: error) { try loaders.valid.samples(at: [0, index]) }
    #expect(error.description == "There is no item \(index) in a set of 2. Indices go from 0 to 1.")
  }

  @Test("A file in both sets keeps its random crop in training")
  func fileInBothSets() throws {
    let folder = try PictureFolder()
    for name in ["A_0.png", "B_1.png"] { try folder.add(name, shade: 0, width: 64, height: 8) }
    struct Both: Splitter {
      func split(_ items: [URL]) -> Split { Split(train: [0, 1], valid: [2, 3]) }
    }
    let block = DataBlock(blocks: (.image, .category), splitter: Both(), getY: firstPart, itemTransforms: [Resize(8)])
    let files = try getImageFiles(folder.url)
    let loaders = try block.dataLoaders(items: files + files, batchSize: 2, options: LoaderOptions(shuffle: false))
    _ = try loaders.valid.oneBatch()
    let passes = try (0..<6).map { try loaders.train.oneBatch(pass: $0).inputs.scalars }
    #expect(Set(passes).count > 1)
    #expect(try loaders.valid.oneBatch().inputs == loaders.valid.oneBatch(pass: 3).inputs)
  }

  @Test("The preprocessing recipe gives the same input as the loader")
  func theRecipeMakesTheSameInput() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 10, width: 20, height: 13)
    let loaders = try block.new(batchTransforms: augTransforms() + [Normalize.imagenet])
      .dataLoaders(folder.url, batchSize: 4)
    let json = try #require(loaders.inputRecipe)
    let recipe = try ImageRecipe(json: json)
    #expect(recipe.json == json)
    let input = try recipe.input(for: try Image(contentsOf: loaders.valid.items[0]))
    #expect(input.shape == [1, 3, 8, 8])
    #expect(try input.scalars == Array(loaders.valid.oneBatch().inputs.scalars[..<192]))
  }

  @Test("A text that is not a recipe of inputs is refused")
  func otherTextIsNoRecipe() {
    #expect(
      message { try ImageRecipe(json: "[1]") }
        == "The model does not say how an image becomes its input: “[1]” is not an image recipe. Export it again.")
  }

  private func all(_ loader: ImageLoader, pass: Int) throws -> [Batch] {
    let stream = try loader.batches(pass: pass)
    var batches: [Batch] = []
    while let batch = try stream.next() { batches.append(batch) }
    return batches
  }
}
