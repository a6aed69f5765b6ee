import Images
import Plotting
import Testing

@Suite("The canvas")
struct CanvasTests {
  @Test("A figure has its inches at 96 pixels, times the scale", arguments: [1.0, 2])
  func canvasesHaveTheirSize(scale: Double) throws {
    let image = try figure(width: 2, height: 1) {}.image(scale: scale)
    #expect(image.width == Int(192 * scale) && image.height == Int(96 * scale))
  }

  @Test("An empty canvas has one colour, that of its theme")
  func emptyCanvasesHaveOneColor() throws {
    let (light, dark) = try (empty(.light), empty(.dark))
    #expect(light == Image(width: 96, height: 96, filledWith: [255, 255, 255]))
    #expect(dark == Image(width: 96, height: 96, filledWith: Array(dark.pixels[..<3])) && dark != light)
  }

  @Test("Points far beyond the limits leave no trace within them")
  func beyondLimits() throws {
    let empty = try figure(width: 1, height: 1) {}.axesHidden().image(scale: 1)
    let far = figure(width: 1, height: 1) {
      LineMark(x: [1e9, 2e9], y: [1e9, 3e9])
      LineMark(x: [1e9, 2e9], y: [1e9, 3e9]).stepped()
      ErrorBarMark(x: [1e9], y: [1e12], error: [1e3])
      StemMark(x: [-1e12], y: [0.5])
      PointMark(x: [-1e12], y: [0.5])
      RuleMark(x: 4e9)
      BarMark(x: [7e10], y: [1e11])
      SpanMark(x: 1e10...2e10)
      TextMark("far", x: 1e9, y: 1e9)
    }
    #expect(try far.axesHidden().xLimits(0...1).yLimits(0...1).image(scale: 1) == empty)
  }

  private func empty(_ theme: Theme) throws -> Image {
    try figure(width: 1, height: 1) {}.axesHidden().image(theme: theme, scale: 1)
  }
}
