import Images
import Testing

/// What stops a cell must say why, in release builds too.
@Suite struct PreconditionTests {
  @Test func ofSizes() async {
    let resized = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Image(width: 2, height: 1, filledWith: [0]).resized(width: 0, height: 4)
    }
    #expect(text(resized).contains("cannot resize 2 x 1 pixels to 0 x 4"))
    let cropped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Image(width: 2, height: 1, filledWith: [0]).cropped(x: 0, y: 0, width: -1, height: 1)
    }
    #expect(text(cropped).contains("an image cannot be -1 x 1 pixels"))
    let size = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = ImageSize(0) }
    #expect(text(size).contains("a picture cannot be 0 x 0 pixels"))
  }

  @Test func ofSamples() async {
    let samples = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Image(width: 2, height: 1, channels: 3, pixels: [1])
    }
    #expect(text(samples).contains("2 x 1 pixels with 3 channels are 6 samples, not 1"))
    let channels = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Image(width: 1, height: 1, channels: 2, pixels: [1, 2])
    }
    #expect(text(channels).contains("an image has 1, 3 or 4 channels, not 2"))
  }

  private func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
