import Images
import TestSupport
import Testing

@Suite("Sizes of images")
struct ImageSizeTests {
  @Test("A side makes a square")
  func sidesMakeSquares() {
    #expect(ImageSize(3) == ImageSize(width: 3, height: 3))
  }

  @Test("A size of zero stops")
  func sizesOfZeroStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ImageSize(0)
    }
    #expect(errorText(of: result).contains("an image cannot be 0 x 0 pixels"))
  }

  @Test("An image beyond memory stops with its size")
  func imagesBeyondMemoryStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Image(width: 1 << 40, height: 1 << 40, filledWith: [0])
    }
    #expect(errorText(of: result).contains("an image of 1099511627776 x 1099511627776 pixels does not fit in memory"))
    let resized = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Image(width: 2, height: 2, filledWith: [0]).resized(width: 1 << 40, height: 2)
    }
    #expect(errorText(of: resized).contains("pixels does not fit in memory"))
  }

  @Test("A cut that is beyond all positions is empty")
  func cutsBeyondAllPositions() {
    let image = Image(width: 2, height: 2, filledWith: [7])
    #expect(image.cropped(x: .max, y: 0, width: 1, height: 1).pixels == [0])
    #expect(image.cropped(x: 0, y: .min, width: 1, height: 1).pixels == [0])
  }

  @Test("Padding without a pixel to repeat stops with a message")
  func paddingOfNothingStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Image(width: 0, height: 0, channels: 3, pixels: []).padded(x: 0, y: 0, width: 1, height: 1, mode: .border)
    }
    #expect(errorText(of: result).contains("an image without pixels has no edge pixels to pad with"))
  }
}
