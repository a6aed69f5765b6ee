import Datasets
import Images
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

  private func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
