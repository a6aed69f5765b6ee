import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Resampling")
struct ResamplerTests {
  @Test("A sine stays the same sine at another rate", arguments: [8000, 11025, 16000, 44100, 96000, 192_000])
  func sinesStayTheSame(rate: Int) throws {
    let samples = (0..<rate / 2).map { Float(sin(2 * .pi * 440 * Double($0) / Double(rate))) }
    let waveform = try Waveform(samples: samples, sampleRate: rate).resampled(to: 22050)
    #expect(waveform.frameCount == (rate / 2 * 22050 + rate - 1) / rate)
    let middle = waveform.samples[4000..<6000].enumerated().map {
      abs($0.element - Float(sin(2 * .pi * 440 * Double($0.offset + 4000) / 22050)))
    }
    #expect(try #require(middle.max()) < 2e-4)
  }

  @Test("A sound at its own rate is unchanged")
  func ownRatesChangeNothing() throws {
    let waveform = try Waveform(samples: [0.1, -0.5, 0.25], sampleRate: 22050)
    #expect(try waveform.resampled(to: 22050).samples == waveform.samples)
  }

  @Test("Scaled resampling agrees with librosa's")
  func scaledResamplingAgreesWithLibrosa() throws {
    let input = try Waveform(samples: Fixtures.tensor("audio/resample_in").scalars, sampleRate: 2)
    let output = try input.resampled(to: 1, isScaled: true)
    try expectMatches(output.tensor, fixture: "audio/resample_half_scaled")
  }
}
