import Images
import Testing

@Suite("Channels of an image")
struct ImageChannelTests {
  private let rgb = Image(width: 3, height: 1, channels: 3, pixels: [255, 0, 0, 10, 200, 30, 7, 7, 7])

  @Test("Grey has Pillow's weights, to the bit")
  func grey() {
    // Pillow 12: Image.new("RGB", …).convert("L") gives 76, 124 and 7.
    #expect(rgb.grey.pixels == [76, 124, 7])
    #expect(rgb.rgba.grey == rgb.grey)
    #expect(rgb.grey.grey == rgb.grey)
  }

  @Test("Without alpha a picture is opaque, and grey has three equal colours")
  func rgba() {
    #expect(rgb.rgba.pixels == [255, 0, 0, 255, 10, 200, 30, 255, 7, 7, 7, 255])
    #expect(rgb.grey.rgba.pixels.prefix(4) == [76, 76, 76, 255])
    #expect(rgb.rgba.rgb == rgb)
  }
}
