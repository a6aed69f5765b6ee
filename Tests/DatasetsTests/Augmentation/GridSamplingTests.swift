import Datasets
import Images
import Tensors
import Testing

/// Every way to sample between pixels and beyond edges, against PyTorch 2.13.
@Suite("Sampling of grids")
struct GridSamplingTests {
  private typealias Case = (
    mode: Interpolation, padMode: PadMode, alignsCorners: Bool, expected: [Float]
  )

  /// `grid_sample` of a 5 x 4 image, turned by 35 degrees and shrunk to 0.7, at 4 x 3 pixels.
  private static let cases: [Case] = [
    (
      .bilinear, .zeros, true,
      [
        0.00000, 0.06088, 0.10585, 0.00000, 0.27634, 0.28650,
        0.58402, 0.24871, 0.00000, 0.13706, 0.34655, 0.00000,
      ]
    ),
    (
      .bilinear, .zeros, false,
      [
        0.00000, 0.19789, 0.19779, 0.00000, 0.33763, 0.29289,
        0.59889, 0.30386, 0.00000, 0.19521, 0.43784, 0.00000,
      ]
    ),
    (
      .bilinear, .border, true,
      [
        0.39528, 0.06699, 0.45518, 0.13810, 0.43478, 0.28650,
        0.58402, 0.39130, 0.01278, 0.58939, 0.38132, 0.57601,
      ]
    ),
    (
      .bilinear, .border, false,
      [
        0.48856, 0.19789, 0.46256, 0.15695, 0.43478, 0.29289,
        0.59889, 0.39130, 0.04419, 0.45655, 0.43784, 0.64385,
      ]
    ),
    (
      .bilinear, .reflection, true,
      [
        0.66933, 0.10765, 0.70440, 0.22191, 0.29730, 0.28650,
        0.58402, 0.31777, 0.63130, 0.33108, 0.41442, 0.41831,
      ]
    ),
    (
      .bilinear, .reflection, false,
      [
        0.49512, 0.19789, 0.46256, 0.39306, 0.43478, 0.29289,
        0.59889, 0.39130, 0.20247, 0.45655, 0.43784, 0.55007,
      ]
    ),
    (
      .nearest, .zeros, true,
      [
        0.00000, 0.00000, 0.00000, 0.00000, 0.43478, 0.26087,
        0.52174, 0.39130, 0.00000, 0.00000, 0.34783, 0.00000,
      ]
    ),
    (
      .nearest, .zeros, false,
      [
        0.00000, 0.00000, 0.00000, 0.00000, 0.43478, 0.26087,
        0.52174, 0.39130, 0.00000, 0.00000, 0.34783, 0.00000,
      ]
    ),
    (
      .nearest, .border, true,
      [
        0.26087, 0.00000, 0.43478, 0.13043, 0.43478, 0.26087,
        0.52174, 0.39130, 0.00000, 0.95652, 0.34783, 0.47826,
      ]
    ),
    (
      .nearest, .border, false,
      [
        0.26087, 0.00000, 0.47826, 0.13043, 0.43478, 0.26087,
        0.52174, 0.39130, 0.00000, 0.17391, 0.34783, 0.47826,
      ]
    ),
    (
      .nearest, .reflection, true,
      [
        0.82609, 0.00000, 0.73913, 0.13043, 0.43478, 0.26087,
        0.52174, 0.39130, 0.73913, 0.13043, 0.34783, 0.39130,
      ]
    ),
    (
      .nearest, .reflection, false,
      [
        0.26087, 0.00000, 0.47826, 0.52174, 0.43478, 0.26087,
        0.52174, 0.39130, 0.26087, 0.17391, 0.34783, 0.47826,
      ]
    ),
    (
      .bicubic, .zeros, true,
      [
        -0.02529, 0.01041, 0.10019, -0.00333, 0.32782, 0.23821,
        0.55336, 0.27819, -0.00017, 0.15308, 0.34730, -0.03567,
      ]
    ),
    (
      .bicubic, .zeros, false,
      [
        -0.05906, 0.17009, 0.19550, -0.00972, 0.38403, 0.24401,
        0.56736, 0.33025, -0.00208, 0.22617, 0.49354, -0.07596,
      ]
    ),
    (
      .bicubic, .border, true,
      [
        0.42608, 0.01624, 0.51848, 0.12913, 0.47525, 0.23821,
        0.55334, 0.40915, 0.00625, 0.68167, 0.34384, 0.60105,
      ]
    ),
    (
      .bicubic, .border, false,
      [
        0.53980, 0.15659, 0.50292, 0.13081, 0.46808, 0.24401,
        0.56734, 0.40486, 0.02558, 0.51755, 0.41019, 0.69432,
      ]
    ),
    (
      .bicubic, .reflection, true,
      [
        0.77795, 0.02378, 0.83291, 0.13417, 0.33401, 0.23818,
        0.55330, 0.31779, 0.67838, 0.29176, 0.36394, 0.40178,
      ]
    ),
    (
      .bicubic, .reflection, false,
      [
        0.54198, 0.15659, 0.46817, 0.41413, 0.47767, 0.24401,
        0.56734, 0.41036, 0.14490, 0.53933, 0.41019, 0.56508,
      ]
    ),
  ]

  @Test("Every way to sample and to pad agrees with PyTorch's")
  func everyModeIsThatOfPyTorch() {
    let picture = Tensor(shape: [1, 1, 4, 5], scalars: (0..<20).map { Float(($0 * $0 * 7 + $0 * 3) % 23) / 23 })
    var geometry = Geometry()
    geometry.degrees = 35
    geometry.zoom = 0.7
    for (mode, padMode, alignsCorners, expected) in Self.cases {
      let affine = AffineAugmentation(
        [], size: ImageSize(width: 4, height: 3), interpolation: mode, padMode: padMode,
        alignsCorners: alignsCorners)
      let result = affine.apply([geometry], to: picture).scalars
      let errors = zip(result, expected).map { abs($0 - $1) }
      #expect(errors.allSatisfy { $0 < 2e-5 }, "\(mode) \(padMode) \(alignsCorners): \(result)")
    }
  }

  @Test("An image is reflected over and over, however far out a pixel comes from", arguments: [3, 5, 9])
  func reflectionGoesOn(times: Int) {
    let picture = Tensor(shape: [1, 1, 11, 11], scalars: (0..<121).map { Float($0 % 11) + 100 * Float($0 / 11) })
    var geometry = Geometry()
    geometry.zoom = 1 / Double(times)
    let result = AffineAugmentation([]).apply([geometry], to: picture)
    // Pixel i comes from 5 + times * (i - 5), folded into 0...10.
    func folded(_ index: Int) -> Float {
      let distance = abs(5 + times * (index - 5)) % 20
      return Float(distance <= 10 ? distance : 20 - distance)
    }
    let expected = (0..<121).map { folded($0 % 11) + 100 * folded($0 / 11) }
    #expect(zip(result.scalars, expected).allSatisfy { abs($0 - $1) < 1e-3 })
  }
}
