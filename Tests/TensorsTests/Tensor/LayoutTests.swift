import Tensors
import TestSupport
import Testing

@Suite("Layouts of images")
struct LayoutTests {
  @Test("A converted image has the same scalars at the same indices")
  func conversionKeepsTheScalars() {
    let image = random([2, 3, 4, 5])
    let turned = image.converted(to: .channelsLast)
    #expect(turned == image && turned.scalars == image.scalars)
  }

  /// Sizes of one channel, one pixel and many.
  @Test("A converted image has its channels side by side", arguments: [1, 7, 16, 17], [1, 15, 33])
  func channelsStandSideBySide(channels: Int, pixels: Int) {
    let rows = Tensor(shape: [1, channels, 1, pixels], scalars: Tensor(0..<(channels * pixels)).scalars)
    let turned = rows.converted(to: .channelsLast)
    let memory = Array(UnsafeBufferPointer(start: turned.storage.base, count: channels * pixels))
    #expect(memory == (0..<pixels).flatMap { pixel in (0..<channels).map { Float($0 * pixels + pixel) } })
  }
}
