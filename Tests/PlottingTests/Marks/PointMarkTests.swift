import Images
import Plotting
import TestSupport
import Testing

@Suite("Points")
struct PointMarkTests {
  @Test("A point takes the colour of its number, and is left out without one")
  func pointColors() throws {
    let mark = PointMark(x: [0, 1, 2], y: [0, 0, 0]).colored(by: [-1, .nan, 3], colorMap: .gray, range: -1...7)
      .size(12)
    let image = try figure(width: 1, height: 1) { mark }.axesHidden().xLimits(-1...3).yLimits(-1...1).image(scale: 1)
    let row = Array(image.pixels[48 * 96 * 3..<49 * 96 * 3])
    #expect([row[27 * 3], row[48 * 3], row[68 * 3]] == [0, 255, 128])
    #expect(try figure { mark }.geometry().first?.colorRange == -1...7)
  }

  @Test("A diameter that is not a number stops with valid values")
  func diameterThatIsNone() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = PointMark(x: [1.0], y: [1.0]).size(.nan)
    }
    #expect(
      errorText(of: result).contains("a point's diameter is not a number; give one from 0.5 to 1000 logical pixels"))
  }
}
