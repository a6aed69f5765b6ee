import Display
import Foundation
import Images
import Plotting
import Tensors
import Testing

@Suite("Second axes, insets, circles and shared colour bars")
struct CompositionTests {
  private func words(_ figure: Figure) -> String { figure.mimeBundle.metadata.alternativeText ?? "" }

  @Test("A second y axis has the range of its own marks, and takes room at the right")
  func secondAxis() throws {
    let plain = plot(x: [0, 1], y: [0, 1])
    let figure = plain.secondYAxis("°C") { LineMark(x: [0, 1], y: [100, 200]).label("warmth") }
    let (before, after) = (try #require(try plain.geometry().first), try #require(try figure.geometry().first))
    #expect(after.y.limits == before.y.limits)
    #expect(after.width < before.width)
    #expect(words(figure).contains("°C from 100 to 200"))
  }

  @Test("An inset is drawn inside, and described")
  func inset() throws {
    let figure = plot([1, 2, 3]).inset(x: 0.1...0.5, y: 0.5...0.9) { LineMark([3, 2, 1]).label("back") }
    #expect(try figure.geometry().count == 1)
    #expect(words(figure).contains("Inside of it: A line “back” of 3 points"))
    #expect(figure.mimeBundle.text(.plainText) == words(figure))
    #expect(try figure.pngData(theme: .light, scale: 1) != plot([1, 2, 3]).pngData(theme: .light, scale: 1))
  }

  @Test("A polar plot is a square, whose radii begin at 0")
  func polar() throws {
    let figure = polarPlot(angle: [0, 1, 2], radius: [1, 2, 3])
    let geometry = try #require(try figure.geometry().first)
    #expect(abs(geometry.width * figure.width - geometry.height * figure.height) < 1e-9)
    #expect(geometry.y.limits.lowerBound == 0)
    #expect(words(figure).contains("angle from 0 to 2"))
  }

  @Test("A shared colour bar gives all plots one range")
  func sharedColorBar() throws {
    let figure = subplots(columns: 2) {
      heatMap(Tensor(shape: [1, 2], scalars: [0, 1]))
      heatMap(Tensor(shape: [1, 2], scalars: [5, 9]))
    }
    .sharedColorBar("dB")
    #expect(try figure.geometry().map(\.colorRange) == [0...9, 0...9])
    let pair = try figure.geometry()
    #expect(pair[0].width == pair[1].width && pair[1].left + pair[1].width < 0.9)
    #expect(subplots { plot([1, 2]) }.sharedColorBar().mimeBundle[.png] != nil)
  }

  @Test("An image shows itself, a small one enlarged")
  func image() throws {
    let bundle = Image(width: 2, height: 1, channels: 3, pixels: [255, 0, 0, 0, 0, 255]).mimeBundle
    #expect(bundle.metadata.alternativeText == "An image of 2 × 1 pixels.")
    #expect(bundle.metadata.width == 32)
    let shown = try Image(data: try #require(bundle[.png]))
    #expect(shown.width == 32 && shown.height == 16 && Array(shown.pixels.prefix(3)) == [255, 0, 0])
    #expect(Image(width: 0, height: 0, channels: 1, pixels: []).mimeBundle[.png] == nil)
  }
}
