import Datasets
import Foundation
import Images
import Learning
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Evidence for a class in an image")
struct LearnerGradCAMTests {
  private func withLearner(_ body: (Learner, URL) throws -> Void) throws {
    let folder = try PictureFolder()
    for index in 0..<6 {
      try folder.add("\(index % 2 == 0 ? "A" : "B")_\(index).png", shade: UInt8(index * 40), width: 48, height: 48)
    }
    let block = DataBlock(
      blocks: (.image, .category), getItems: getImageFiles, splitter: IndexSplitter(valid: [0, 3]), getY: firstPart,
      itemTransforms: [Resize(40)])
    let learner = try Learner(try block.dataLoaders(folder.url, batchSize: 2), .resnet18, folder: folder.url)
    learner.showsProgress = false
    try withExtendedLifetime(folder) { try body(learner, folder.url.appending(path: "A_0.png")) }
  }

  @Test("The map is laid over the image as the model sees it")
  func overlay() throws {
    try withLearner { learner, file throws in
      let cam = try learner.gradCAM(contentsOf: file, class: "B")
      #expect(cam.className == "B" && cam.map.shape == [2, 2])
      #expect(cam.image.width == 40 && cam.overlay.width == 40 && cam.overlay.channels == 1)
      #expect(abs(cam.probability - (try learner.predict(contentsOf: file).probabilities[1])) < 1e-6)
    }
  }

  @Test("The predicted class is used unless another is named")
  func prediction() throws {
    try withLearner { learner, file throws in
      #expect(try learner.gradCAM(contentsOf: file).className == learner.predict(contentsOf: file).label)
    }
  }

  @Test("An unknown class is reported with the existing ones, and a model without features is refused")
  func refusals() throws {
    try withLearner { learner, file throws in
      #expect(
        message { try learner.gradCAM(contentsOf: file, class: "C") } == "No class is called “C”; there are: A, B.")
    }
    let tiny = try TinyLearner.make()
    #expect(throws: LearningError.noFeatures(model: tiny.model.title)) {
      try tiny.gradCAM(contentsOf: URL(filePath: "/x.png"))
    }
  }
}
