import Images
import Learning
import Tensors
import Testing

/// What stops a cell must say why, in release builds too.
@Suite("Preconditions") struct PreconditionTests {
  @Test func ofTransforms() async {
    let resize = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Resize(0)
    }
    #expect(text(resize).contains("cannot resize pictures to 0 x 0 pixels"))
    let zoom = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = augTransforms(minZoom: 2)
    }
    #expect(text(zoom).contains("a zoom from 2.0 to 1.1 runs backwards"))
    let normalize = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Normalize(mean: [0], standardDeviation: [0])
    }
    #expect(text(normalize).contains("cannot normalise with means [0.0] and deviations [0.0]"))
  }

  @Test func ofAugmentations() async {
    let light = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = augTransforms(mult: 2, maxLighting: 0.8)
    }
    #expect(text(light).contains("brightness(maxChange: 1.6, probability: 0.75) leaves no picture"))
    let contrast = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LightingAugmentation([.contrast(maxChange: 1)])
    }
    #expect(text(contrast).contains("contrast(maxChange: 1.0, probability: 0.75) leaves no picture"))
    let hue = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = HueAugmentation(maxChange: 1)
    }
    #expect(text(hue).contains("a hue cannot change by 1.0 of a turn"))
    let warp = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = augTransforms(mult: 2, maxWarp: 0.6)
    }
    #expect(text(warp).contains("warp(magnitude: 1.2, probability: 0.75) would leave no picture"))
    let geometry = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var geometry = Geometry()
      geometry.zoom = 0
      _ = AffineAugmentation([]).apply([geometry], to: Tensor(zeros: [1, 3, 4, 4]))
    }
    #expect(text(geometry).contains("shows no picture"))
  }

  @Test func ofLayers() async {
    let convolution = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = MersenneTwister(seed: 1)
      _ = Convolution2D(inputs: 2, outputs: 2, kernelSize: 3, groups: 0, using: &generator)
    }
    #expect(
      text(convolution).contains("a convolution of 2 to 2 channels by a kernel of 3 in 0 groups computes nothing"))
    let stride = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Convolution2D(weight: Tensor(zeros: [1, 1, 3, 3]), stride: 0)
    }
    #expect(text(stride).contains("stride 0, padding 0 and 1 groups are not those of a convolution"))
    let linear = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = MersenneTwister(seed: 1)
      _ = Linear(inputs: 0, outputs: 2, using: &generator)
    }
    #expect(text(linear).contains("a linear layer needs inputs and outputs, not 0 and 2"))
  }

  @Test func ofBatches() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Batch(inputs: Tensor(zeros: [2, 3]), targets: .classes([0]))
    }
    #expect(text(result).contains("a batch needs one target an item: inputs [2, 3], 1 targets"))
  }

  @Test func ofTraining() async {
    let dropout = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Dropout(1.5)
    }
    #expect(text(dropout).contains("a dropout probability must lie between 0 and 1, not at 1.5"))
    let freeze = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try TinyLearner.make().freeze(upTo: 9)
    }
    #expect(text(freeze).contains("cannot freeze 9 of 3 parameter groups"))
    let report = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ClassificationReport(predictions: [0, 2], targets: [0, 1], classNames: ["A", "B"])
    }
    #expect(text(report).contains(#"class 2 has no name among ["A", "B"]"#))
  }

  private func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
