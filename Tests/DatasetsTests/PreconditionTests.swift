import Datasets
import Images
import Tensors
import Testing

/// A fatal error must say why, in release builds too.
@Suite("Preconditions")
struct PreconditionTests {
  @Test("A resize to no pixels stops with the size")
  func resize() async {
    let resize = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Resize(0)
    }
    #expect(text(resize).contains("cannot resize images to 0 x 0 pixels"))
  }

  @Test("A random crop that leaves no image stops with its numbers")
  func randomCrop() async {
    let crop = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RandomResizedCrop(size: 8, minScale: -3)
    }
    #expect(text(crop).contains("a crop of -3.0 of the area or more"))
  }

  @Test("A zoom whose range runs backwards stops with the range")
  func zoom() async {
    let zoom = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = augTransforms(minZoom: 2)
    }
    #expect(text(zoom).contains("a zoom from 2.0 to 1.1 is in descending order"))
  }

  @Test("A normalisation by a deviation of zero stops with its numbers")
  func normalization() async {
    let normalize = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Normalize(mean: [0], standardDeviation: [0])
    }
    #expect(text(normalize).contains("cannot normalise with means [0.0] and standard deviations [0.0]"))
  }

  @Test("A change of brightness that leaves no image stops with its step")
  func brightness() async {
    let light = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = augTransforms(mult: 2, maxLighting: 0.8)
    }
    #expect(text(light).contains("brightness(maxChange: 1.6, probability: 0.75) leaves no image"))
  }

  @Test("A change of contrast that leaves no image stops with its step")
  func contrast() async {
    let contrast = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LightingAugmentation([.contrast(maxChange: 1)])
    }
    #expect(text(contrast).contains("contrast(maxChange: 1.0, probability: 0.75) leaves no image"))
  }

  @Test("A change of hue by a whole turn stops with the change")
  func hue() async {
    let hue = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = HueAugmentation(maxChange: 1)
    }
    #expect(text(hue).contains("a hue cannot change by 1.0 of a turn"))
  }

  @Test("A warp that leaves no image stops with its step")
  func warp() async {
    let warp = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = augTransforms(mult: 2, maxWarp: 0.6)
    }
    #expect(text(warp).contains("warp(magnitude: 1.2, probability: 0.75) would leave no image"))
  }

  @Test("A geometry that shows no image stops")
  func geometry() async {
    let geometry = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var geometry = Geometry()
      geometry.zoom = 0
      _ = AffineAugmentation([]).apply([geometry], to: Tensor(zeros: [1, 3, 4, 4]))
    }
    #expect(text(geometry).contains("shows no image"))
  }

  private func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
