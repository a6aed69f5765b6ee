import Foundation
import Signal
import Testing

@Suite("Frames, samples, seconds and blocks")
struct FrameTimingTests {
  @Test("A frame comes back from its sample and its time", arguments: [nil, 2048, 1001])
  func framesComeBack(fftLength: Int?) throws {
    let timing = try FrameTiming(sampleRate: 44100, hopLength: 441, fftLength: fftLength)
    for frame in 0..<300 {
      #expect(timing.frame(atSample: timing.sample(ofFrame: frame)) == frame)
      #expect(timing.frame(atSample: timing.sample(ofFrame: frame) + 440) == frame)
    }
  }

  @Test("A sample before the first frame is in frame -1")
  func samplesBeforeTheFirstFrame() throws {
    let timing = try FrameTiming(fftLength: 2048)
    #expect([1023, 512, 511, 0].map { timing.frame(atSample: $0) } == [-1, -1, -2, -2])
  }

  @Test("Conversions agree with librosa's")
  func conversionsAgreeWithLibrosa() throws {
    // librosa 0.11: frames_to_samples, frames_to_time, time_to_frames, samples_to_frames, times_like.
    let timing = try FrameTiming()
    #expect(timing.sample(ofFrame: 10) == 5120)
    #expect(timing.time(ofFrame: 10) == 0.23219954648526078)
    #expect(timing.frame(atTime: 1.5) == 64)
    #expect(timing.frame(atSample: 1000) == 1)
    #expect(timing.times(count: 3) == [0, 0.023219954648526078, 0.046439909297052155])
    #expect(timing.samples(count: 3) == [0, 512, 1024])
    let shifted = try FrameTiming(fftLength: 2048)
    #expect(shifted.sample(ofFrame: 10) == 6144)
    #expect(shifted.frame(atTime: 1.5) == 62)
  }

  @Test("Blocks begin at whole numbers of their length")
  func blocksBeginAtTheirLength() throws {
    let timing = try FrameTiming()
    #expect(timing.frame(ofBlock: 3, blockLength: 16) == 48)
    #expect(timing.sample(ofBlock: 3, blockLength: 16) == 24576)
    #expect(timing.time(ofBlock: 3, blockLength: 16) == 24576.0 / 22050)
  }

  @Test("A hop of 0 is refused")
  func hopOfZeroIsRefused() {
    let error = SignalError.invalidParameter(name: "hopLength", value: "0", requirement: "a positive integer")
    #expect(throws: error) { try FrameTiming(hopLength: 0) }
  }
}
