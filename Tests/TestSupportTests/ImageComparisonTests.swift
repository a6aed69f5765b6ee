import Images
import TestSupport
import Testing

@Suite("Comparisons of images")
struct ImageComparisonTests {
  private let white = Image(width: 41, height: 30, filledWith: [255, 255, 255])

  private func spotted(x: Int, y: Int, side: Int, level: UInt8) -> Image {
    var pixels = white.pixels
    for row in y..<min(y + side, 30) {
      for column in x..<min(x + side, 41) { pixels[(row * 41 + column) * 3 + 1] = level }
    }
    return Image(width: 41, height: 30, channels: 3, pixels: pixels)
  }

  @Test("Equal images do not differ")
  func equalImagesHaveNoDifference() {
    let comparison = ImageComparison(white, white)
    #expect(comparison.largest.difference == 0 && comparison.complaint == nil)
  }

  @Test("A spot of four pixels is counted completely wherever it is", arguments: [0, 5, 17, 39], [0, 7, 28])
  func spotsCountWhole(x: Int, y: Int) {
    let comparison = ImageComparison(spotted(x: x, y: y, side: 2, level: 0), white)
    #expect(comparison.largest.difference >= 4 * 255 / 64)
    #expect((0...8).contains(x - comparison.largest.x) && (0...8).contains(y - comparison.largest.y))
  }

  @Test("Ink that moves within a block does not differ")
  func movedInkDoesNotDiffer() {
    let comparison = ImageComparison(
      spotted(x: 9, y: 9, side: 1, level: 0), spotted(x: 10, y: 9, side: 1, level: 0))
    #expect(comparison.largest.difference == 0)
  }

  @Test("Images of other sizes differ")
  func otherSizesDiffer() {
    let complaint = ImageComparison(Image(width: 2, height: 3, filledWith: [0]), white, allowance: 255).complaint
    #expect(complaint == "It has 2 × 3 pixels, expected 41 × 30.")
  }
}
