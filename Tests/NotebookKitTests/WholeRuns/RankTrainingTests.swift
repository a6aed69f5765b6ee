import Foundation
import TestSupport
import Testing

/// Training on images whose batches several ranks share.
@Suite("Training on ranks", .enabled(if: Launcher.isThere, "needs Debian's openmpi-bin"), .serialized)
struct RankTrainingTests {
  /// Three epochs with augmented images and dropout. A rank that finds `die` is killed as the third begins.
  private static let notebook = [
    """
    let ranks = try Ranks.all
    if ranks.isFirst {
      try FileManager.default.createDirectory(atPath: "pictures", withIntermediateDirectories: true)
      var noise = MersenneTwister(seed: 1)
      for index in 0..<20 {
        let pixels = (0..<16 * 16 * 3).map { UInt8(($0 / 48 * (index % 2) * 8 + Int(noise.next() % 100)) % 256) }
        try Image(width: 16, height: 16, channels: 3, pixels: pixels)
          .write(png: URL(filePath: "pictures/\\(index % 2)_\\(index).png"))
      }
    }
    try ranks.wait()
    """,
    """
    let block = DataBlock(
      blocks: (.image, .category), getItems: getImageFiles, splitter: RandomSplitter(validFraction: 0.2),
      getY: { String($0.lastPathComponent.prefix(1)) }, itemTransforms: [Resize(16)],
      batchTransforms: augTransforms(flipVert: true))
    var generator = MersenneTwister(seed: 3)
    let model = Sequential {
      ConvolutionBlock(inputs: 3, outputs: 4, kernelSize: 3, stride: 2, using: &generator)
      Flatten()
      Dropout(0.4)
      Linear(inputs: 4 * 64, outputs: 2, using: &generator)
    }
    let learner = Learner(
      try block.dataLoaders(URL(filePath: "pictures"), batchSize: 8), model: model, loss: CrossEntropy())
    learner.showsProgress = false
    final class End: Callback {
      func respond(to event: Event, of learner: Learner) throws {
        let isTime = event == .beforeEpoch && learner.epoch == 2
        if isTime, FileManager.default.fileExists(atPath: "die") { kill(getpid(), SIGKILL) }
      }
    }
    try learner.distributed {
      try learner.fit(epochs: 3, learningRate: 1e-2, callbacks: [End()], checkpoint: URL(filePath: "fit.checkpoint"))
    }
    """,
    """
    var hash: UInt64 = 14_695_981_039_346_656_037
    for named in model.parameters {
      for scalar in named.parameter.value.scalars { hash = (hash ^ UInt64(scalar.bitPattern)) &* 1_099_511_628_211 }
    }
    print(hash)
    """,
  ]

  @Test("With augmentation and dropout, one rank and two end with the same weights, also one that goes on for two")
  func sameWeights() throws {
    let alone = try ScratchNotebook(Self.notebook)
    defer { alone.remove() }
    #expect(try alone.run().status == 0)
    let hash = try #require(try alone.outputs().last?.last)

    let both = try ScratchNotebook(Self.notebook)
    defer { both.remove() }
    #expect(try Launcher.run(both, ranks: 2).status == 0)
    #expect(try both.outputs().last?.last == hash)

    let die = both.folder.appending(path: "die")
    try Data().write(to: die)
    #expect(try Launcher.run(both, ranks: 2).status != 0)
    #expect(FileManager.default.fileExists(atPath: both.folder.appending(path: "fit.checkpoint").path))
    try FileManager.default.removeItem(at: die)
    #expect(try both.run().status == 0)
    #expect(try both.outputs().last?.last == hash)
  }
}
