import Datasets
import Foundation
import Images
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Agreement of augmentation with fastai")
struct AugmentationFixtureTests {
  @Test("The matrix of a geometry agrees with fastai's")
  func matrices() throws {
    let expected = try Fixtures.json("augment/matrices.json", as: [String: [[Double]]].self)
    #expect(expected.count >= 11)
    for (name, matrix) in expected {
      let words = name.split(separator: " ").map(String.init)
      let numbers = words.dropFirst().compactMap(Double.init)
      var geometry = Geometry()
      switch words[0] {
      case "rotate": geometry.degrees = numbers[0]
      case "zoom": (geometry.zoom, geometry.zoomCenter) = (numbers[0], SIMD2(numbers[1], numbers[2]))
      case "flip": geometry.symmetry = 1
      default: geometry.symmetry = Int(numbers[0])
      }
      let errors = zip(geometry.matrix.joined(), matrix.joined()).map { abs($0 - $1) }
      #expect(errors.allSatisfy { $0 <= 1e-6 }, "\(name): \(geometry.matrix)")
    }
  }

  @Test("An augmented batch agrees with fastai's for the same draws")
  func transforms() throws {
    var errors: [(Float, String)] = []
    for name in try Fixtures.files(under: "augment/") where !name.contains("/in_") && name.hasSuffix(".npy") {
      let input = try Fixtures.tensor(name.contains("square") ? "augment/in_square" : "augment/in_wide")
      let result = try transformed(input, Draw(of: name))
      errors.append((try expectMatches(result, fixture: name), name))
    }
    #expect(errors.count >= 28)
    if ProcessInfo.processInfo.environment["ETUDE_SHOW_ERRORS"] != nil {
      for (error, name) in errors.sorted(by: { $0.0 > $1.0 }) { print(error, name) }
    }
  }

  private func transformed(_ input: Tensor, _ draw: Draw) -> Tensor {
    var affine = AffineAugmentation([])
    affine.padMode = draw.padMode
    affine.size = draw.size
    var batch = affine.apply([draw.geometry], to: input)
    if let hue = draw.hue { batch = HueAugmentation().apply([hue], to: batch) }
    return LightingAugmentation([]).apply([draw.lighting], to: batch)
  }
}

/// The random draws used for a fixture, from its name and parameters.
private struct Draw {
  var geometry = Geometry()
  var lighting = Lighting()
  var hue: Double?
  var padMode = PadMode.reflection
  var size: ImageSize?

  init(of name: String) throws {
    let parameters = try Fixtures.parameters(name)
    func number(_ key: String) -> Double? { (parameters[key] as? NSNumber)?.doubleValue }
    let kind = name.split(separator: "/")[1].prefix { $0.isLetter }
    let draw = number("draw") ?? 0
    switch kind {
    case "flip": geometry.symmetry = 1
    case "rotate": geometry.degrees = draw
    case "zoom":
      geometry.zoom = draw
      geometry.zoomCenter = SIMD2(number("draw_x") ?? 0.5, number("draw_y") ?? 0.5)
    case "warp": geometry.tilt = SIMD2(number("draw_x") ?? 0, number("draw_y") ?? 0)
    case "dihedral": geometry.symmetry = Int(draw)
    case "brightness": lighting.brightness = draw
    case "contrast": lighting.contrast = draw
    case "saturation": lighting.saturation = draw
    case "hue": hue = draw
    default:
      geometry.symmetry = Int(try #require(number("dihedral")))
      geometry.tilt = SIMD2(try #require(number("warp_x")), try #require(number("warp_y")))
      geometry.degrees = try #require(number("rotate"))
      geometry.zoom = try #require(number("zoom"))
      geometry.zoomCenter = SIMD2(try #require(number("zoom_x")), try #require(number("zoom_y")))
      lighting.brightness = try #require(number("brightness"))
      lighting.contrast = try #require(number("contrast"))
    }
    padMode = (parameters["pad_mode"] as? String).flatMap(PadMode.init) ?? .reflection
    size = (parameters["size"] as? Int).map { ImageSize($0) }
  }
}
