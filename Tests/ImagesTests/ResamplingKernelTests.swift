import Images
import Testing

@Suite("Weights of resampling")
struct ResamplingKernelTests {
  @Test("Doubling interpolates between pixels")
  func doublingInterpolates() {
    let image = Image(width: 2, height: 1, channels: 1, pixels: [0, 200])
    #expect(image.resized(width: 4, height: 1).pixels == [0, 50, 150, 200])
  }

  @Test("Shrinking averages pixels")
  func halvingAverages() {
    let image = Image(width: 4, height: 1, channels: 1, pixels: [0, 0, 80, 80])
    #expect(image.resized(width: 1, height: 1).pixels == [40])
  }
}
