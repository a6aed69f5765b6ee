import Display
import Images
import Plotting
import Testing

@Suite("Modifiers of figures")
struct ModifierTests {
  /// The rows of a figure's pixels, without axes.
  private func rows(_ figure: Figure) throws -> [[[UInt8]]] {
    let image = try figure.size(width: 1, height: 1).axesHidden().xLimits(0...1).yLimits(0...1).image(scale: 1)
    return (0..<image.height).map { y in
      (0..<image.width).map { x in Array(image.pixels[3 * (y * image.width + x)..<3 * (y * image.width + x) + 3]) }
    }
  }

  @Test("a reversed x axis mirrors the image")
  func reversal() throws {
    let band = figure { SpanMark(x: 0.1...0.3) }
    let (straight, mirrored) = (try rows(band), try rows(band.xReversed()))
    #expect(straight[48] != mirrored[48])
    #expect(straight.map { $0.reversed() } == mirrored)
  }

  @Test("a horizontal span fills its heights across the whole width")
  func span() throws {
    let drawn = try rows(figure {}.horizontalSpan(0.5...1))
    let blank = try rows(figure {})
    #expect(drawn[30][20] != blank[30][20] && drawn[30][20] == drawn[30][75])
    #expect(drawn[60] == blank[60])
    #expect(try rows(figure {}.verticalSpan(0.5...1))[30][20] == blank[30][20])
  }

  @Test("error bars are points with their error, in the given colour and with a name")
  func errorBars() throws {
    let measured = plot(x: [0, 1], y: [0, 1]).errorBars(
      x: [0, 1], y: [0, 1], error: [0.1, 0.2], color: .red, label: "m")
    let marks = figure {
      LineMark(x: [0, 1], y: [0, 1])
      ErrorBarMark(x: [0, 1], y: [0, 1], error: [0.1, 0.2]).color(.red).label("m")
    }
    #expect(try measured.pngData() == marks.pngData())
    let y = try #require(try measured.geometry().first).y.limits
    #expect(y.lowerBound < -0.1 && y.upperBound > 1.2)
  }
}
