import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Features of sounds that are hardly sounds")
struct FeatureInputTests {
  /// Every feature with its defaults.
  private static let features: [(String, @Sendable (Waveform) throws -> [Int])] = [
    ("stft", { try ShortTimeFourierTransform.standard($0).shape }),
    ("cqt", { try ConstantQTransform()($0).shape }), ("chroma", { try ConstantQChroma()($0).shape }),
    ("chroma from spectra", { try SpectralChroma()($0).shape }), ("mel", { try MelSpectrogram()($0).shape }),
    ("mfcc", { try CepstralCoefficients()($0).shape }), ("onsets", { try OnsetStrength()($0).shape }),
    ("rms", { try FrameEnergy.rootMeanSquare($0).shape }),
    ("crossings", { try FrameEnergy.zeroCrossingRate($0).shape }),
    ("yin", { try Yin(minimumFrequency: 65, maximumFrequency: 2000)($0).shape }),
    ("contrast", { try SpectralShape.contrast(spectrum($0), sampleRate: 22050).shape }),
    ("flatness", { try SpectralShape.flatness(spectrum($0)).shape }),
    ("polynomials", { try SpectralShape.polynomial(spectrum($0), sampleRate: 22050).shape }),
    ("tonnetz", { try Tonnetz()($0).shape }), ("cens", { try EnergyNormalizedChroma()($0).shape }),
    ("vqt", { try VariableQTransform()($0).shape }),
    ("chroma from vqt", { try VariableQChroma(intervals: .equal)($0).shape }),
    ("pseudo cqt", { try ConstantQTransform().pseudoMagnitudes(of: $0).shape }),
    ("peaks", { try PitchPeaks()($0).pitches.shape }),
    ("reassignment", { try ReassignedSpectrogram()($0).times.shape }),
    ("pyin", { [try ProbabilisticYin(minimumFrequency: 65, maximumFrequency: 2000)($0).frequencies.count] }),
  ]

  private static func spectrum(_ waveform: Waveform) throws -> Tensor {
    try ShortTimeFourierTransform.standard.magnitudes(of: waveform)
  }

  @Test("Short and silent sounds have a frame for each hop", arguments: [0, 1, 2, 3, 100, 511, 512, 2047])
  func shortAndSilentSoundsHaveFrames(count: Int) throws {
    for value in [Float(0), 0.5, 1e-30] {
      let waveform = try Waveform(samples: [Float](repeating: value, count: count), sampleRate: 22050)
      for (name, feature) in Self.features {
        let shape = try feature(waveform)
        #expect(shape.last == 1 + count / 512, "\(name) of \(count) samples of \(value): \(shape)")
      }
    }
  }

  @Test("The chromagram of silence is zero")
  func chromaOfSilenceIsZero() throws {
    #expect(try ConstantQChroma()(silence()).scalars.allSatisfy { $0 == 0 })
  }

  @Test("Silence is in tune")
  func silenceIsInTune() throws {
    #expect(try Tuning.estimate(silence()) == 0)
  }

  @Test("Silence is at 0 decibels relative to its own maximum")
  func silenceIsAtItsMaximum() throws {
    let levels = try Decibels.fromAmplitude(
      ShortTimeFourierTransform.standard.magnitudes(of: silence()), reference: .maximum)
    #expect(levels.scalars.allSatisfy { $0 == 0 })
  }

  private func silence() throws -> Waveform {
    try Waveform(samples: [Float](repeating: 0, count: 11025), sampleRate: 22050)
  }
}
