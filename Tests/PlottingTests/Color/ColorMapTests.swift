import Foundation
import Plotting
import Tensors
import TestSupport
import Testing

@Suite("Colour maps")
struct ColorMapTests {
  @Test(
    "A colour map is matplotlib's",
    arguments: [
      ("magma", ColorMap.magma), ("viridis", .viridis), ("Blues", .blues), ("coolwarm", .coolwarm),
      ("gray_r", .grayReversed),
    ])
  func agreesWithMatplotlib(name: String, map: ColorMap) throws {
    let table = Tensor(shape: [256, 3], scalars: map.colors.joined().map(Float.init))
    try expectMatches(table, fixture: "display/lut_\(name)", tolerance: Tolerance(absolute: 1e-6, relative: 0))
    #expect(map.name == name)
  }

  @Test("The ends of a map without a fixture are as matplotlib prints them")
  func ends() {
    #expect(ColorMap.inferno.colors[255] == [0.988362, 0.998364, 0.644924])
    #expect(ColorMap.plasma.colors[0] == [0.050383, 0.029803, 0.527975])
    #expect(ColorMap.cividis.colors[0] == [0, 0.135112, 0.304751])
    #expect(ColorMap.cividis.colors[255] == [0.995737, 0.909344, 0.217772])
  }

  @Test("A perceptual map only grows lighter", arguments: [ColorMap.magma, .inferno, .viridis, .cividis])
  func growsLighter(map: ColorMap) {
    let lightness = map.colors.map { 0.2126 * $0[0] + 0.7152 * $0[1] + 0.0722 * $0[2] }
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $1 >= $0 - 0.002 })
  }

  @Test("Two reversals cancel")
  func reversal() {
    #expect(ColorMap.magma.reversed.reversed == .magma)
    #expect(ColorMap.magma.reversed.colors.first == ColorMap.magma.colors.last)
  }
}
