import Signal
import Testing

@Suite("Parts of waveforms")
struct WaveformSlicingTests {
  private let ramp = [0, 0.25, 0.5, 0.75, 1, -2, 0, 0] as [Float]

  @Test("A range of seconds cuts all channels")
  func secondsCutAllChannels() throws {
    let waveform = try Waveform(channels: [ramp, ramp.map { -$0 }], sampleRate: 4)
    #expect(waveform[0.25..<0.75].samples == [0.25, 0.5, -0.25, -0.5])
    #expect(waveform[1.9..<40].samples == [0, 0])
    #expect(waveform[5..<6].samples.isEmpty)
  }

  @Test("Mono is the mean of all channels")
  func monoIsTheMean() throws {
    #expect(try Waveform(channels: [[1, 2], [3, 6], [5, 1]], sampleRate: 8).mono.samples == [3, 3])
  }

  @Test("A channel is taken by its index")
  func channelsAreTaken() throws {
    #expect(try Waveform(channels: [[1, 2], [3, 6], [5, 1]], sampleRate: 8).channel(1).samples == [3, 6])
  }

  @Test("A channel that is not there is refused with the range")
  func otherChannelsAreRefused() throws {
    let waveform = try Waveform(channels: [[1, 2], [3, 6], [5, 1]], sampleRate: 8)
    #expect(throws: SignalError.invalidParameter(name: "channel", value: "3", requirement: "in 0..<3")) {
      try waveform.channel(3)
    }
  }
}
