import Fixtures
import Foundation
import Plotting
import Tensors
import Testing

@Suite("Colour maps are matplotlib's")
struct ColorMapTests {
  @Test(arguments: [
    ("magma", ColorMap.magma), ("viridis", .viridis), ("Blues", .blues), ("coolwarm", .coolwarm),
    ("gray_r", .grayReversed),
  ])
  func agreesWithMatplotlib(name: String, map: ColorMap) throws {
    let table = Tensor(shape: [256, 3], scalars: map.colors.joined().map(Float.init))
    try expectMatches(table, fixture: "display/lut_\(name)", tolerance: Fixtures.Tolerance(absolute: 1e-6, relative: 0))
    #expect(map.name == name)
  }

  @Test("the ends of those without a fixture, as matplotlib prints them")
  func ends() {
    #expect(ColorMap.inferno.colors[255] == [0.988362, 0.998364, 0.644924])
    #expect(ColorMap.plasma.colors[0] == [0.050383, 0.029803, 0.527975])
    #expect(ColorMap.cividis.colors[0] == [0, 0.135112, 0.304751])
    #expect(ColorMap.cividis.colors[255] == [0.995737, 0.909344, 0.217772])
  }

  @Test("perceptual maps only grow lighter", arguments: [ColorMap.magma, .inferno, .viridis, .cividis])
  func growsLighter(map: ColorMap) {
    let lightness = map.colors.map { 0.2126 * $0[0] + 0.7152 * $0[1] + 0.0722 * $0[2] }
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $1 >= $0 - 0.002 })
  }

  @Test("two reversals cancel")
  func reversal() {
    #expect(ColorMap.magma.reversed.reversed == .magma)
    #expect(ColorMap.magma.reversed.colors.first == ColorMap.magma.colors.last)
  }

  @Test("the map follows the signs of the 2nd and 98th percentile")
  func choice() throws {
    let cases = try #require(try Fixtures.json("display/cmap_choice") as? [String: [String: Any]])
    for (name, entry) in cases {
      let data = try #require(entry["data"] as? [Any])
      let expected = entry["cmap"] as? String
      if name == "boolean" {
        #expect(ColorMap.suiting(data.compactMap { $0 as? Bool }).name == expected)
      } else {
        #expect(ColorMap.suiting(data.map(number)).name == expected, "\(name)")
      }
    }
    #expect(ColorMap.suiting([-1.0] + [Double](repeating: 1, count: 99)) == .magma)
    #expect(ColorMap.suiting([Double](repeating: -1, count: 5) + [Double](repeating: 1, count: 95)) == .coolwarm)
    #expect(ColorMap.suiting([0.5, .infinity, 2]) == .magma)
    #expect(ColorMap.suiting([-3, .nan, -1]) == .magma)
    #expect(ColorMap.suiting([Double]()) == .magma)
  }

  /// JSON has no infinities: they stand there as null or as text.
  private func number(_ value: Any) -> Double {
    switch value {
    case let number as NSNumber: number.doubleValue
    case let text as String: Double(text) ?? .nan
    default: .nan
    }
  }
}
