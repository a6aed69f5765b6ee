import Images
import Plotting
import Testing

@Suite("Images in figures")
struct ImageMarkTests {
  @Test("An image has whole pixels where that costs little room")
  func imagesHaveWholePixels() throws {
    // Of 96 pixels 82 are left within the margins: 2.05 for each of 40.
    #expect(try greys(side: 40) == [0, 255])
  }

  @Test("An image is smooth where whole pixels would cost much room")
  func imagesAreSmooth() throws {
    // 2.73 pixels for each of 30.
    #expect(try greys(side: 30).count > 2)
  }

  /// The colours of stripes, one pixel wide, in a figure of one inch.
  private func greys(side: Int) throws -> Set<UInt8> {
    let pixels = (0..<side * side).map { UInt8($0 % 2 * 255) }
    let stripes = Image(width: side, height: side, channels: 1, pixels: pixels)
    let drawn = figure(width: 1, height: 1) { ImageMark(stripes) }.axesHidden().equalAspect()
    return Set(try drawn.image(scale: 1).pixels)
  }
}
