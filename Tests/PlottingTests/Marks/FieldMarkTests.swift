import Display
import Foundation
import Images
import Plotting
import Tensors
import Testing

@Suite("Contours, violins, hexagons, arrows and sectors")
struct FieldMarkTests {
  private func words(_ figure: Figure) -> String { figure.mimeBundle.metadata.alternativeText ?? "" }

  @Test("The levels of contours are round numbers between the least and the greatest value")
  func levels() {
    let ramp = Tensor(shape: [2, 3], scalars: [0, 5, 10, 0, 5, 10])
    #expect(ContourMark(ramp, levels: .count(4)).levels == [2, 4, 6, 8])
    #expect(ContourMark(ramp, levels: .count(4), isFilled: true).levels == [0, 2, 4, 6, 8, 10])
    #expect(ContourMark(ramp, levels: .at([7, 3])).levels == [3, 7])
  }

  @Test("A contour in the middle of a ramp is a straight line of one piece")
  func line() throws {
    let ramp = Tensor(shape: [4, 3], scalars: (0..<12).map { Float($0 % 3) })
    let image = try contour(ramp, levels: .at([0.5]), width: 3, height: 3).grid(.none).image(theme: .light, scale: 1)
    #expect(image.width == 288)
    #expect(words(contour(ramp, levels: .at([0.5]))).hasPrefix("Contours of 4 by 3 values at 1 level from 0.5 to 0.5"))
  }

  @Test("Fields that are empty, constant or not numbers have no contours, and are drawn")
  func oddFields() {
    for field in [
      Tensor(zeros: [0, 0]), Tensor(zeros: [1, 1]), Tensor(repeating: 2, shape: [3, 3]),
      Tensor(repeating: .nan, shape: [3, 3]), Tensor(shape: [2, 2], scalars: [0, .infinity, 1, .nan]),
    ] {
      for isFilled in [false, true] {
        #expect(contour(field, isFilled: isFilled).mimeBundle[.png] != nil)
      }
    }
  }

  @Test("A violin's words have its medians; groups without a number leave their place")
  func violins() {
    let figure = violinPlot([[1, 2, 3], [], [.nan], [5, 5]], names: ["a", "b", "c", "d"])
    #expect(words(figure).hasPrefix("4 violins with medians a 2, d 5"))
    #expect(figure.mimeBundle[.png] != nil)
  }

  @Test("Hexagons count each finite point once")
  func hexagons() {
    let xs = (0..<1000).map { Double($0 % 37) }
    let ys = (0..<1000).map { Double($0 % 23) }
    let mark = HexbinMark(x: xs + [.nan], y: ys + [1], columns: 10)
    #expect(mark.counts.reduce(0, +) == 1000)
    #expect(HexbinMark(x: [1.0], y: [1.0]).counts == [1])
    #expect(HexbinMark(x: [Double](), y: [Double]()).counts == [])
  }

  @Test("A point is in the hexagon whose middle is nearest")
  func nearest() {
    // Four columns and two rows: middles at 0, 1, … and at halves between.
    let mark = HexbinMark(x: [0, 4, 0, 4, 0.5], y: [0, 0, 2, 2, 0.5], columns: 4)
    #expect(mark.counts == [1, 1, 1, 1, 1])
  }

  @Test("Arrows are counted, and their strength is described")
  func arrows() {
    let figure = quiver(x: [0, 1, 2], y: [0, 1, 2], u: [3, 0, .nan], v: [4, 0, 1])
    #expect(words(figure).hasPrefix("3 arrows, the longest of strength 5"))
    #expect(quiver(x: [0], y: [0], u: [0], v: [0]).mimeBundle[.png] != nil)
  }

  @Test("A pie's words have its shares")
  func sectors() {
    #expect(words(pie([1, 3], names: ["a", "b"])) == "A pie of 2 sectors: a 25 %, b 75 %.")
    #expect(pie([0, 0], names: ["a", "b"]).mimeBundle[.png] != nil)
    #expect(pie([1], names: ["all"]).mimeBundle[.png] != nil)
  }

  @Test("A sector below zero stops with its value")
  func negative() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = pie([1, -2], names: ["a", "b"])
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("a pie has no sector for -2.0; give values from 0 on, or draw bars"))
  }

  @Test("A field whose shape differs from its places stops with both shapes")
  func wrongPlaces() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = contour(Tensor(zeros: [2, 3]), x: [1, 2])
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("need 3 x and 2 y coordinates, not 2 and 2"))
  }
}
