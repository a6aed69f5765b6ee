import Signal
import Tensors
import Testing

@Suite("Waveforms")
struct WaveformTests {
  private let ramp = [0, 0.25, 0.5, 0.75, 1, -2, 0, 0] as [Float]

  @Test("A waveform knows its length and peak")
  func lengthAndPeakAreKnown() throws {
    let waveform = try Waveform(samples: ramp, sampleRate: 4)
    #expect(waveform.duration == 2 && waveform.peak == 2 && waveform.frameCount == 8)
    #expect(try Waveform(samples: [], sampleRate: 4).peak == 0)
  }

  @Test("A waveform describes itself")
  func waveformDescribesItself() throws {
    #expect(try Waveform(samples: ramp, sampleRate: 4).description == "Waveform(2.0 s, 4 Hz, mono)")
  }

  @Test("The tensor of a waveform has an axis of channels if there are several")
  func tensorsHaveAnAxisOfChannels() throws {
    #expect(try Waveform(samples: ramp, sampleRate: 4).tensor.shape == [8])
    #expect(try Waveform(channels: [ramp, ramp.map { -$0 }], sampleRate: 4).tensor.shape == [2, 8])
  }

  @Test(
    "A sample that is not finite is refused with its index", arguments: [Float.nan, .infinity, -.infinity], [0, 5, 31])
  func samplesThatAreNotFiniteAreNamed(value: Float, index: Int) {
    var samples = [Float](repeating: 0.5, count: 32)
    samples[index] = value
    let error = #expect(throws: SignalError.self) { try Waveform(samples: samples, sampleRate: 22050) }
    #expect(
      error?.description
        == "The audio is not finite everywhere: sample \(index) is \(value). Remove NaN and infinite samples first.")
  }

  @Test("A waveform scaled to full scale has a peak of one")
  func fullScaleHasAPeakOfOne() throws {
    let waveform = try Waveform(samples: [0.1, -0.5], sampleRate: 8)
    #expect(waveform.scaledToFullScale.samples == [0.2, -1])
    #expect(try Waveform(samples: [0, 0], sampleRate: 8).scaledToFullScale.samples == [0, 0])
  }

  @Test("A rate below one is refused")
  func ratesBelowOneAreRefused() {
    #expect(throws: SignalError.self) { try Waveform(samples: [0], sampleRate: 0) }
    #expect(throws: SignalError.self) { try Waveform(samples: [0], sampleRate: -22050) }
  }

  @Test("Channels of different lengths are refused")
  func unequalChannelsAreRefused() {
    #expect(throws: SignalError.self) { try Waveform(channels: [[0, 1], [0]], sampleRate: 8) }
  }
}
