import Images
import TestSupport
import Testing

@Suite("Images")
struct ImageTests {
  @Test("A filled image repeats its colour")
  func filledImagesRepeatTheirColor() {
    #expect(Image(width: 2, height: 1, filledWith: [1, 2, 3]).pixels == [1, 2, 3, 1, 2, 3])
  }

  @Test("A grey image has three equal channels as red, green and blue")
  func greyImagesHaveEqualChannels() {
    #expect(Image(width: 2, height: 1, channels: 1, pixels: [7, 9]).rgb.pixels == [7, 7, 7, 9, 9, 9])
  }

  @Test("Pixels that do not fill an image stop with both counts")
  func pixelsThatDoNotFillAnImageStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Image(width: 2, height: 1, channels: 3, pixels: [1])
    }
    #expect(errorText(of: result).contains("2 x 1 pixels with 3 channels are 6 samples, not 1"))
  }

  @Test("Two channels stop with the numbers that there are")
  func otherChannelsStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Image(width: 1, height: 1, channels: 2, pixels: [1, 2])
    }
    #expect(errorText(of: result).contains("an image has 1, 3 or 4 channels, not 2"))
  }

  @Test("A negative width stops with the size")
  func negativeWidthsStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Image(width: 2, height: 1, filledWith: [0]).cropped(x: 0, y: 0, width: -1, height: 1)
    }
    #expect(errorText(of: result).contains("an image cannot be -1 x 1 pixels"))
  }
}
