import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Peaks of spectra as pitches")
struct PitchPeaksTests {
  private func note() throws -> Waveform { try SignalFixtures.note(samples: 0..<6000) }

  @Test("The loudest peak of a tone is its frequency", arguments: [220.0, 441.3, 1000])
  func loudestPeakIsTheTone(frequency: Double) throws {
    let peaks = try PitchPeaks()(sine(frequency))
    let column = peaks.magnitudes.slice(10..<11, axis: 1).reshaped(to: [-1])
    #expect(abs(Double(peaks.pitches.scalars[column.argmax() * peaks.pitches.shape[1] + 10]) - frequency) < 1)
  }

  @Test("Peaks agree with librosa's")
  func peaksAgreeWithLibrosa() throws {
    let odd = try ShortTimeFourierTransform(fftLength: 1023)
    let short = try ShortTimeFourierTransform(fftLength: 512, hopLength: 256)
    let methods: [(String, PitchPeaks)] = [
      ("piptrack", PitchPeaks()),
      ("piptrack_wide", PitchPeaks(transform: odd, minimumFrequency: 0, maximumFrequency: 20000, reference: 0.5)),
      ("piptrack_low", PitchPeaks(transform: short, threshold: 0.02)),
    ]
    for (name, method) in methods {
      let peaks = try method(note())
      try expectMatches(peaks.pitches, fixture: "signal_features/\(name)_pitches")
      try expectMatches(peaks.magnitudes, fixture: "signal_features/\(name)_peaks")
    }
  }

  @Test("Silence has no peaks")
  func silenceHasNoPeaks() throws {
    let peaks = try PitchPeaks()(Waveform(samples: [Float](repeating: 0, count: 5000), sampleRate: 22050))
    #expect(peaks.pitches.scalars.allSatisfy { $0 == 0 } && peaks.magnitudes.scalars.allSatisfy { $0 == 0 })
  }

  @Test("Spectrograms and parameters that do not fit are refused with their values")
  func parametersAreRefused() throws {
    #expect(
      message { try PitchPeaks()(magnitudes: Tensor(zeros: [2, 4]), sampleRate: 22050) }
        == "magnitudes is an array of shape [2, 4], but it must be of at least 3 bins.")
    #expect(
      message { try PitchPeaks(threshold: .nan)(magnitudes: Tensor(zeros: [5, 4]), sampleRate: 22050) }
        == "threshold is nan, but it must be a finite number.")
  }
}
