import Fixtures
import Signal
import Tensors
import Testing

struct LoadTests {
  @Test(arguments: [
    "A3_1", "B3_25", "E3_33", "G3_43", "st44f", "m48_24", "m8_u8", "m11_16", "st22f", "m96_24",
  ])
  func defaultLoadingAgreesWithLibrosa(name: String) throws {
    let waveform = try Waveform(contentsOf: Fixtures.url("audio/\(name).wav"))
    #expect(waveform.sampleRate == 22050)
    Report.add("audio/\(name).load22k", try expectMatches(waveform.tensor, fixture: "audio/\(name).load22k"))
  }

  @Test func offsetAndDurationAgreeWithLibrosa() throws {
    let waveform = try Waveform(contentsOf: Fixtures.url("audio/A3_1.wav"), offset: 0.25, duration: 0.3)
    Report.add("audio/A3_1.offset", try expectMatches(waveform.tensor, fixture: "audio/A3_1.offset"))
  }

  @Test func nativeRateAndChannelsAreKept() throws {
    let waveform = try Waveform(
      contentsOf: Fixtures.url("audio/A3_1.wav"), sampleRate: nil, isMono: false, duration: 0.05)
    #expect(waveform.sampleRate == 44100)
    Report.add("audio/A3_1.native", try expectMatches(waveform.tensor, fixture: "audio/A3_1.native"))
  }

  @Test func scaledResamplingAgreesWithLibrosa() throws {
    let input = try Waveform(samples: Fixtures.tensor("audio/resample_in").scalars, sampleRate: 2)
    let output = try input.resampled(to: 1, isScaled: true)
    Report.add("audio/resample_half_scaled", try expectMatches(output.tensor, fixture: "audio/resample_half_scaled"))
  }
}
