import Datasets
import Learning
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Sets without labels")
struct UnlabelledSetTests {
  private let block = DataBlock(
    blocks: (.image, .category), getItems: getImageFiles, splitter: RandomSplitter(validFraction: 0.25, seed: 3),
    getY: firstPart, itemTransforms: [Resize(8)])

  @Test("A set without labels is predicted but not judged")
  func aTestLoaderWithoutLabelsIsPredictedButNotJudged() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 8)
    let loaders = try block.dataLoaders(folder.url, batchSize: 4)
    let files = try getImageFiles(folder.url)
    var generator = MersenneTwister(seed: 1)
    let model = Sequential([Flatten(), Linear(inputs: 192, outputs: 2, using: &generator)])
    let learner = Learner(loaders, model: model, loss: CrossEntropy(), folder: folder.url)
    let error = #expect(throws: LearningError.self) {
      try ClassificationInterpretation(learner, on: loaders.testLoader(files))
    }
    #expect(error?.description.contains("testLoader(files, labelled: true)") == true)
    #expect(throws: LearningError.self) { try learner.validate(on: loaders.testLoader(files)) }
    let (blind, seeing) = (
      try learner.predictions(on: loaders.testLoader(files)),
      try learner.predictions(on: loaders.testLoader(files, labelled: true))
    )
    #expect(blind.probabilities == seeing.probabilities)
    #expect(blind.targets == nil && blind.losses == nil)
    #expect(seeing.targets?.count == 16 && seeing.losses?.count == 16)
    _ = try ClassificationInterpretation(learner, on: loaders.testLoader(files, labelled: true))
  }
}
