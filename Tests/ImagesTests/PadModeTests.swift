import Images
import Testing

@Suite("Padding of images")
struct PadModeTests {
  private func row(from x: Int, width: Int, _ mode: PadMode) -> [UInt8] {
    Image(width: 3, height: 1, channels: 1, pixels: [1, 2, 3]).padded(x: x, y: 0, width: width, height: 1, mode: mode)
      .pixels
  }

  @Test("Reflection alternates between directions")
  func reflectionGoesBackAndForth() {
    #expect(row(from: -4, width: 11, .reflection) == [1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3])
  }

  @Test("A border repeats the outermost pixels")
  func borderRepeatsTheLastPixel() {
    #expect(row(from: -2, width: 6, .border) == [1, 1, 1, 2, 3, 3])
  }

  @Test("Zeros surround an image, and fill what is outside")
  func zerosSurroundTheImage() {
    #expect(row(from: -1, width: 5, .zeros) == [0, 1, 2, 3, 0])
    #expect(row(from: 5, width: 2, .zeros) == [0, 0])
  }
}
