import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Refusals of parameters")
struct ParameterErrorTests {
  @Test("A parameter that makes no sense is refused with its name and value")
  func parametersThatMakeNoSenseAreNamed() throws {
    let waveform = try Waveform(samples: [Float](repeating: 0.1, count: 4000), sampleRate: 22050)
    let slow = try Waveform(samples: [Float](repeating: 0.1, count: 4000), sampleRate: 4000)
    let attempts: [(String, () throws -> Void)] = [
      ("hopLength is -5, but it must be a positive integer.", { _ = try ConstantQChroma(hopLength: -5)(waveform) }),
      ("hopLength is 0, but it must be a positive integer.", { _ = try ShortTimeFourierTransform(hopLength: 0) }),
      ("fftLength is 0, but it must be a positive integer.", { _ = try ShortTimeFourierTransform(fftLength: 0) }),
      (
        "windowLength is 4096, but it must be at most the fftLength of 2048.",
        { _ = try ShortTimeFourierTransform(windowLength: 4096) }
      ),
      (
        "binsPerOctave is 30, but it must be a multiple of chromaCount, 12.",
        { _ = try ConstantQChroma(binsPerOctave: 30)(waveform) }
      ),
      (
        "The highest constant-Q bin reaches 4165.478 Hz, beyond the Nyquist frequency of 2000 Hz at 4000 Hz. "
          + "Use fewer or lower bins, or a higher sample rate.", { _ = try ConstantQChroma(tuning: 0)(slow) }
      ),
      ("octaveCount is 0, but it must be a positive integer.", { _ = try ConstantQChroma(octaveCount: 0)(waveform) }),
      (
        "minimumFrequency is 0.0, but it must be a number above 0.",
        { _ = try ConstantQTransform(minimumFrequency: 0)(waveform) }
      ),
      ("tuning is nan, but it must be a finite number.", { _ = try ConstantQChroma(tuning: .nan)(waveform) }),
      (
        "tuning is -100000.0, but it must be in -1000...1000 bins.",
        { _ = try ConstantQChroma(tuning: -100_000)(waveform) }
      ),
      (
        "minimumFrequency is 1e-300 Hz, but it must be at least 0.01 Hz.",
        { _ = try ConstantQChroma(minimumFrequency: 1e-300)(waveform) }
      ),
      (
        "binsPerOctave is 1200000000, but it must be at most 16777216.",
        { _ = try ConstantQChroma(binsPerOctave: 1_200_000_000)(waveform) }
      ),
      ("sparsity is 1.0, but it must be in 0..<1.", { _ = try ConstantQTransform(sparsity: 1)(waveform) }),
      ("norm is -2.0, but it must be a number above 0.", { _ = try ConstantQChroma(norm: .norm(-2))(waveform) }),
      (
        "maximumFrequency reaches 12000 Hz, beyond the Nyquist frequency of 11025 Hz at 22050 Hz. "
          + "Use fewer or lower bins, or a higher sample rate.",
        { _ = try Yin(minimumFrequency: 60, maximumFrequency: 12000)(waveform) }
      ),
      (
        "minimumFrequency is 900.0 Hz, but it must be below the maximumFrequency of 800.0 Hz.",
        { _ = try Yin(minimumFrequency: 900, maximumFrequency: 800)(waveform) }
      ),
      ("count is 0, but it must be a positive integer.", { _ = try CepstralCoefficients(count: 0)(waveform) }),
      (
        "A spectrum of frames that are not centred needs at least 8192 samples, but the signal has 4000.",
        { _ = try ShortTimeFourierTransform(fftLength: 8192, isCentered: false)(waveform) }
      ),
      ("sampleRate is 0, but it must be a positive integer.", { _ = try waveform.resampled(to: 0) }),
      (
        "sampleRate is 1.0 Hz, but it must be at least a thousandth of the 22050.0 Hz to resample to.",
        { _ = try Waveform(samples: [0, 1], sampleRate: 1).resampled(to: 22050) }
      ),
      (
        "offset is -1.0, but it must be a number of at least 0.",
        { _ = try Waveform(contentsOf: Fixtures.url("audio/A3_1.wav"), offset: -1) }
      ),
    ]
    for (text, attempt) in attempts {
      let error = #expect(throws: SignalError.self, "\(text)") { try attempt() }
      #expect(error?.description == text)
    }
  }
}
