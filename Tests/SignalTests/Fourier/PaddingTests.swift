import Foundation
import Signal
import Tensors
import Testing

@Suite("Padding of centred frames")
struct PaddingTests {
  /// The sum of the first frame, four samples long, of which the first two are before the signal.
  private func firstFrameSum(_ padding: Padding) throws -> Float {
    let transform = try ShortTimeFourierTransform(fftLength: 4, hopLength: 4, window: .rectangular, padding: padding)
    return try transform(Waveform(samples: [1, 2, 4, 8, 16], sampleRate: 22050)).interleaved[0]
  }

  @Test("Zeros are before a signal by default")
  func zerosStandBeforeASignal() throws {
    #expect(try firstFrameSum(.zeros) == 1 + 2)
  }

  @Test("Reflection mirrors a signal without its end")
  func reflectionMirrorsASignal() throws {
    #expect(try firstFrameSum(.reflection) == 4 + 2 + 1 + 2)
  }

  @Test("Edge padding holds the first sample")
  func edgePaddingHoldsTheFirstSample() throws {
    #expect(try firstFrameSum(.edge) == 1 + 1 + 1 + 2)
  }
}
