import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Inverse transforms")
struct InverseTransformTests {
  @Test(
    "The inverse gives the signal back", arguments: [(2048, 512), (512, 128), (600, 150), (1024, 300)],
    // A flat top is next to nothing for two thirds of its length, and frames 300 apart hardly overlap.
    Window.allCases.filter { $0 != .flatTop })
  func inverseGivesBackTheSignal(lengths: (Int, Int), window: Window) throws {
    let transform = try ShortTimeFourierTransform(fftLength: lengths.0, hopLength: lengths.1, window: window)
    let signal = try sine(441, seconds: 0.5)
    let back = try transform.inverse(transform(signal), sampleRate: 22050, frameCount: signal.frameCount)
    let error = zip(signal.samples, back.samples).map { abs($0 - $1) }.max()
    #expect(back.frameCount == signal.frameCount)
    #expect(try #require(error) < 1e-6)
  }

  @Test("The inverse keeps the channels")
  func inverseKeepsChannels() throws {
    let stereo = try Waveform(channels: [sine(300).samples, sine(500).samples], sampleRate: 22050)
    let back = try ShortTimeFourierTransform.standard.inverse(
      ShortTimeFourierTransform.standard(stereo), sampleRate: 22050)
    #expect(back.channelCount == 2)
    #expect(zip(back.channels[1].samples, stereo.channels[1].samples).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
