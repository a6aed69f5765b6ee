import Signal
import Tensors
import Testing

struct WaveformTests {
  private let ramp = [0, 0.25, 0.5, 0.75, 1, -2, 0, 0] as [Float]

  @Test func knowsItsLengthAndPeak() throws {
    let waveform = try Waveform(samples: ramp, sampleRate: 4)
    #expect(waveform.duration == 2 && waveform.peak == 2 && waveform.frameCount == 8)
    #expect(waveform.tensor.shape == [8])
    #expect(waveform.description == "Waveform(2.0 s, 4 Hz, mono)")
    #expect(try Waveform(samples: [], sampleRate: 4).peak == 0)
  }

  @Test func slicesBySeconds() throws {
    let waveform = try Waveform(channels: [ramp, ramp.map { -$0 }], sampleRate: 4)
    #expect(waveform[0.25..<0.75].samples == [0.25, 0.5, -0.25, -0.5])
    #expect(waveform[1.9..<40].samples == [0, 0])
    #expect(waveform[5..<6].samples.isEmpty)
    #expect(waveform.tensor.shape == [2, 8])
  }

  @Test func mixesAndSeparatesChannels() throws {
    let waveform = try Waveform(channels: [[1, 2], [3, 6], [5, 1]], sampleRate: 8)
    #expect(waveform.mono.samples == [3, 3])
    #expect(try waveform.channel(1).samples == [3, 6])
    #expect(throws: SignalError.invalidParameter(name: "channel", value: "3", requirement: "in 0..<3")) {
      try waveform.channel(3)
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity], [0, 5, 31])
  func samplesThatAreNotFiniteAreNamed(value: Float, index: Int) {
    var samples = [Float](repeating: 0.5, count: 32)
    samples[index] = value
    let error = #expect(throws: SignalError.self) { try Waveform(samples: samples, sampleRate: 22050) }
    #expect(
      error?.description
        == "The audio is not finite everywhere: sample \(index) is \(value). Remove NaN and infinite samples first.")
  }

  @Test func fullScaleHasAPeakOfOne() throws {
    let waveform = try Waveform(samples: [0.1, -0.5], sampleRate: 8)
    #expect(waveform.scaledToFullScale.samples == [0.2, -1])
    #expect(try Waveform(samples: [0, 0], sampleRate: 8).scaledToFullScale.samples == [0, 0])
  }

  @Test func ratesBelowOneAreRefused() {
    #expect(throws: SignalError.self) { try Waveform(samples: [0], sampleRate: 0) }
    #expect(throws: SignalError.self) { try Waveform(samples: [0], sampleRate: -22050) }
    #expect(throws: SignalError.self) { try Waveform(channels: [[0, 1], [0]], sampleRate: 8) }
  }
}
