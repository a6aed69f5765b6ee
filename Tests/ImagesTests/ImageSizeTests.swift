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
    #expect(errorText(of: result).contains("a picture cannot be 0 x 0 pixels"))
  }
}
