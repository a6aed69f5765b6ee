import Datasets
import Foundation
import Images
import Tensors
import TestSupport
import Testing

@Suite("Augmentation")
struct AugmentationTests {
  private let batch = Tensor(
    shape: [64, 3, 9, 9], scalars: (0..<64 * 243).map { Float($0 % 243) / 243 * 0.8 + 0.1 })

  @Test("The default steps are fastai's")
  func defaultsAreThoseOfFastai() {
    let transforms = augTransforms()
    #expect(transforms.count == 2)
    #expect(
      transforms[0] as? AffineAugmentation
        == AffineAugmentation([
          .flip(probability: 0.5), .warp(magnitude: 0.2, probability: 0.75),
          .rotate(maxDegrees: 10, probability: 0.75), .zoom(from: 1, to: 1.1, probability: 0.75),
        ]))
    #expect(
      transforms[1] as? LightingAugmentation
        == LightingAugmentation([
          .brightness(maxChange: 0.2, probability: 0.75), .contrast(maxChange: 0.2, probability: 0.75),
        ]))
  }

  @Test("A magnitude of nothing leaves its step out")
  func zeroMagnitudesLeaveStepsOut() {
    let transforms = augTransforms(doFlip: false, maxRotate: 0, maxZoom: 1, maxLighting: 0, maxWarp: 0)
    #expect(transforms.isEmpty)
  }

  @Test("A factor multiplies the magnitudes, and a whole batch can share its draws")
  func aFactorMultipliesMagnitudes() {
    let multiplied = augTransforms(mult: 2, flipVert: true, maxZoom: 1, maxWarp: 0, pAffine: 0.5, batch: true)
    #expect(
      multiplied[0] as? AffineAugmentation
        == AffineAugmentation(
          [.dihedral(probability: 0.5), .rotate(maxDegrees: 20, probability: 0.5)], isShared: true))
    #expect(
      multiplied[1] as? LightingAugmentation
        == LightingAugmentation([.brightness(maxChange: 0.4), .contrast(maxChange: 0.4)], isShared: true))
  }

  @Test("Further steps join the steps of their kind")
  func furtherStepsJoinTheirKind() {
    let transforms = augTransforms(xtraTransforms: [
      LightingAugmentation([.saturation()]), HueAugmentation(), AffineAugmentation([.rotate(maxDegrees: 90)]),
    ])
    #expect(transforms.count == 3)
    #expect((transforms[0] as? AffineAugmentation)?.steps.last == .rotate(maxDegrees: 90))
    #expect((transforms[1] as? LightingAugmentation)?.steps.count == 3)
  }

  @Test("A data block joins steps of geometry into one interpolation")
  func aBlockJoinsGeometryIntoOneInterpolation() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    let block = DataBlock(
      blocks: (.image, .category), getItems: getImageFiles, splitter: IndexSplitter(valid: [0]), getY: firstPart,
      batchTransforms: [Normalize.imagenet, AffineAugmentation([.rotate()]), AffineAugmentation([.zoom()])])
    let steps = block.summary(folder.url).steps.last?.results.dropFirst()
    #expect(
      steps.map(Array.init) == [
        "AffineAugmentation(rotate, zoom): [4, 3, 12, 12]", "Normalize: [4, 3, 12, 12]",
      ])
  }

  @Test("The validation set is not augmented")
  func validationStaysAsItIs() {
    var generator = MersenneTwister(seed: 1)
    for transform in augTransforms(xtraTransforms: [HueAugmentation()]) {
      #expect(transform.apply(to: batch, isTraining: false, using: &generator) == batch)
    }
  }

  @Test("A flip mirrors half of the images")
  func halfOfThePicturesAreFlipped() {
    var generator = MersenneTwister(seed: 2)
    var flipped = 0
    for _ in 0..<50 {
      let result = AffineAugmentation([.flip()]).apply(to: batch, isTraining: true, using: &generator)
      flipped += (0..<64).count { abs(result[$0, 0, 4, 0] - batch[$0, 0, 4, 8]) < 1e-5 }
    }
    // Four standard deviations of 3200 fair tosses.
    #expect(abs(flipped - 1600) < 113)
  }

  @Test("A dihedral step draws all eight symmetries equally often")
  func dihedralDrawsAllEight() {
    var generator = MersenneTwister(seed: 3)
    var corners: [Int: Int] = [:]
    let picture = Tensor(shape: [64, 1, 2, 2], scalars: (0..<256).map { Float($0 % 4) })
    for _ in 0..<50 {
      let step = AffineAugmentation([.dihedral(probability: 1)])
      let result = step.apply(to: picture, isTraining: true, using: &generator)
      for item in 0..<64 {
        let key = Int((result[item, 0, 0, 0] * 4 + result[item, 0, 0, 1]).rounded())
        corners[key, default: 0] += 1
      }
    }
    #expect(corners.count == 8)
    #expect(corners.values.allSatisfy { abs($0 - 400) < 75 })
  }

  /// The mapped centre of an image, and the vector to its right edge, from -1 to 1 as in ``Geometry``.
  private struct View {
    let middle: SIMD2<Double>
    let toRight: SIMD2<Double>

    /// An image of its own coordinates: a sample's value is its position.
    static let coordinates: Tensor = {
      let line = (0..<81).map { Float($0) / 40 - 1 }
      let y = line.flatMap { [Float](repeating: $0, count: 81) }
      return Tensor(shape: [1, 2, 81, 81], scalars: (0..<81).flatMap { _ in line } + y)
    }()

    init(of item: Int, in sampled: Tensor) {
      func place(_ column: Int) -> SIMD2<Double> {
        SIMD2(Double(sampled[item, 0, 40, column]), Double(sampled[item, 1, 40, column]))
      }
      middle = place(40)
      toRight = (place(44) - place(36)) / 0.2
    }
  }

  /// The effect of 400 draws of a step.
  private func draws(of step: GeometryStep, seed: UInt64) -> [View] {
    var generator = MersenneTwister(seed: seed)
    let pictures = View.coordinates.broadcast(to: [400, 2, 81, 81])
    let sampled = AffineAugmentation([step]).apply(to: pictures, isTraining: true, using: &generator)
    return (0..<400).map { View(of: $0, in: sampled) }
  }

  /// True if about a fraction of `count` draws happened: four standard deviations either way.
  private func isAbout(_ share: Double, of count: Int, _ happened: Int) -> Bool {
    abs(Double(happened) - share * Double(count)) < 4 * (share * (1 - share) * Double(count)).squareRoot()
  }

  @Test("Rotations stay within their range and their probability")
  func turnsStayInTheirRange() {
    let degrees = draws(of: .rotate(maxDegrees: 20, probability: 0.75), seed: 8)
      .map { atan2($0.toRight.y, $0.toRight.x) * 180 / .pi }
    #expect(isAbout(0.75, of: 400, degrees.count { abs($0) > 1e-3 }))
    #expect(degrees.allSatisfy { abs($0) < 20.001 })
    #expect(degrees.min() ?? 0 < -18 && degrees.max() ?? 0 > 18)
    #expect(isAbout(0.375, of: 400, degrees.count { $0 > 1e-3 }))
  }

  @Test("Magnifications stay within their range and inside the image")
  func magnificationsStayInTheirRange() {
    let draws = draws(of: .zoom(from: 1, to: 1.25, probability: 0.75), seed: 9)
    let zooms = draws.map { 1 / $0.toRight.x }
    #expect(isAbout(0.75, of: 400, zooms.count { $0 > 1.0001 }))
    #expect(zooms.allSatisfy { $0 > 0.9999 && $0 < 1.2501 })
    #expect(zooms.max() ?? 0 > 1.24)
    // The centre moves towards the fixed point, by at most what the magnification cuts off.
    for (zoom, draw) in zip(zooms, draws) {
      #expect(max(abs(draw.middle.x), abs(draw.middle.y)) <= 1 - 1 / zoom + 1e-4)
    }
    #expect(draws.map(\.middle.x).min() ?? 0 < -0.1 && draws.map(\.middle.y).max() ?? 0 > 0.1)
  }

  @Test("Warps stay within their range, each axis with a separate probability")
  func tiltsStayInTheirRange() {
    var most = Geometry()
    most.tilt = SIMD2(0.2, 0.2)
    let limit = View(of: 0, in: AffineAugmentation([]).apply([most], to: View.coordinates)).middle
    let middles = draws(of: .warp(magnitude: 0.2, probability: 0.75), seed: 10).map(\.middle)
    for axis in 0..<2 {
      let moves = middles.map { $0[axis] / limit[axis] }
      #expect(isAbout(0.75, of: 400, moves.count { abs($0) > 1e-3 }))
      #expect(moves.min() ?? 0 < -0.9 && moves.max() ?? 0 > 0.9)
      #expect(moves.allSatisfy { abs($0) < 1.1 }, "\(moves.min() ?? 0) to \(moves.max() ?? 0)")
    }
    // Each axis has a separate probability.
    #expect(isAbout(0.0625, of: 400, middles.count { max(abs($0.x), abs($0.y)) < 1e-4 }))
  }

  @Test("Changes of brightness stay within their range and their probability")
  func brightnessStaysInItsRange() {
    var generator = MersenneTwister(seed: 4)
    let grey = Tensor(repeating: 0.5, shape: [500, 3, 1, 1])
    let light = LightingAugmentation([.brightness(maxChange: 0.4, probability: 0.75)])
    let values = light.apply(to: grey, isTraining: true, using: &generator).scalars
    let levels = stride(from: 0, to: 1500, by: 3).map { values[$0] }
    #expect(levels.allSatisfy { $0 >= 0.3 - 1e-5 && $0 <= 0.7 + 1e-5 })
    #expect(levels.min() ?? 1 < 0.32 && levels.max() ?? 0 > 0.68)
    let untouched = levels.count { $0 == 0.5 }
    #expect(abs(untouched - 125) < 40)
  }

  @Test("Changes of contrast leave middle grey and stay within their range")
  func contrastLeavesMiddleGrey() {
    var generator = MersenneTwister(seed: 5)
    let picture = Tensor(shape: [400, 1, 1, 2], scalars: (0..<800).map { $0 % 2 == 0 ? 0.5 : 0.7310586 })
    let light = LightingAugmentation([.contrast(maxChange: 0.5, probability: 1)])
    let result = light.apply(to: picture, isTraining: true, using: &generator)
    // logit(0.7310586) is 1, so the second sample's logit is the drawn factor.
    let factors = (0..<400).map { Double(-log(1 / result[$0, 0, 0, 1] - 1)) }
    #expect((0..<400).allSatisfy { abs(result[$0, 0, 0, 0] - 0.5) < 1e-6 })
    #expect(factors.allSatisfy { $0 > 0.499 && $0 < 2.001 })
    let mean = factors.map(log).reduce(0, +) / 400
    #expect(abs(mean) < 0.08)
  }

  @Test("A shared draw changes all images of a batch alike")
  func aSharedDrawIsTheSameForAll() {
    var generator = MersenneTwister(seed: 6)
    let same = Tensor(shape: [8, 3, 9, 9], scalars: (0..<8).flatMap { _ in batch.scalars[..<243] })
    for transform in augTransforms(maxLighting: 0.9, batch: true) {
      let result = transform.apply(to: same, isTraining: true, using: &generator).scalars
      for item in 1..<8 { #expect(result[item * 243..<(item + 1) * 243] == result[..<243]) }
    }
  }

  @Test("Resampling without a change of geometry does not change the image")
  func identityResamplingKeepsThePicture() {
    var wide = AffineAugmentation([])
    wide.size = ImageSize(width: 9, height: 9)
    #expect(wide.apply([Geometry](repeating: Geometry(), count: 64), to: batch) == batch)
  }

  @Test("Four quarter turns restore the image")
  func fourQuarterTurnsGiveTheImageBack() {
    var wide = AffineAugmentation([])
    wide.size = ImageSize(width: 9, height: 9)
    // Four quarter turns, each through the sampler.
    var turned = batch
    var quarter = Geometry()
    quarter.degrees = 90
    for _ in 0..<4 { turned = wide.apply([Geometry](repeating: quarter, count: 64), to: turned) }
    let errors = zip(turned.scalars, batch.scalars).map { abs($0 - $1) }
    #expect(errors.max() ?? 1 < 1e-5)
  }

  @Test("Every sampling and padding mode keeps a constant image", arguments: Interpolation.allCases, PadMode.allCases)
  func everyModeKeepsAConstantInside(mode: Interpolation, padMode: PadMode) {
    let constant = Tensor(repeating: 0.25, shape: [1, 3, 16, 12])
    var geometry = Geometry()
    geometry.degrees = 20
    geometry.zoom = 2
    var affine = AffineAugmentation([], interpolation: mode, padMode: padMode)
    affine.alignsCorners = false
    let result = affine.apply([geometry], to: constant)
    #expect(result.scalars.allSatisfy { abs($0 - 0.25) < 1e-6 })
  }

  @Test("Random crops have the requested size")
  func randomCropsHaveTheirSize() {
    var generator = MersenneTwister(seed: 7)
    let transforms = augTransforms(doFlip: false, maxZoom: 1, maxLighting: 0, size: 6, minScale: 0.3)
    for isTraining in [true, false] {
      let result = transforms.reversed().reduce(batch) {
        $1.apply(to: $0, isTraining: isTraining, using: &generator)
      }
      #expect(result.shape == [64, 3, 6, 6])
    }
  }
}
