import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Contrast, flatness and polynomials of spectra")
struct SpectralContrastTests {
  private func spectrum() throws -> Tensor {
    try ShortTimeFourierTransform.standard.magnitudes(of: SignalFixtures.halfSecond())
  }

  @Test("A constant spectrum has no contrast and is flat")
  func constantSpectra() throws {
    let spectrum = Tensor(shape: [1025, 3], scalars: [Float](repeating: 2, count: 3075))
    #expect(try SpectralShape.contrast(spectrum, sampleRate: 22050).scalars.allSatisfy { $0 == 0 })
    #expect(try SpectralShape.flatness(spectrum).scalars.allSatisfy { abs($0 - 1) < 1e-6 })
  }

  @Test("One loud bin has a contrast of its level in its band alone")
  func loudBin() throws {
    var scalars = [Float](repeating: 1, count: 1025)
    scalars[50] = 100  // 538 Hz, in the octave from 400 Hz
    let contrast = try SpectralShape.contrast(Tensor(shape: [1025, 1], scalars: scalars), sampleRate: 22050)
    #expect(zip(contrast.scalars, [0, 0, 20, 0, 0, 0, 0]).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test("Contrasts agree with librosa's")
  func contrastsAgreeWithLibrosa() throws {
    try expectMatches(SpectralShape.contrast(spectrum(), sampleRate: 22050), fixture: "signal_features/contrast")
    try expectMatches(
      SpectralShape.contrast(
        spectrum(), sampleRate: 22050, lowestFrequency: 150, bandCount: 5, quantile: 0.1, isLinear: true),
      fixture: "signal_features/contrast_linear")
  }

  @Test("Flatness agrees with librosa's")
  func flatnessAgreesWithLibrosa() throws {
    try expectMatches(SpectralShape.flatness(spectrum()), fixture: "signal_features/flatness")
    try expectMatches(
      SpectralShape.flatness(spectrum(), minimum: 1e-4, power: 1), fixture: "signal_features/flatness_power")
  }

  @Test("A polynomial is found again", arguments: 0...4)
  func polynomialsAreFound(order: Int) throws {
    let coefficients = (0...order).map { (3 - 0.5 * Double($0)) / pow(1000, Double(order - $0)) }
    let values = (0..<33).map { bin -> Float in
      let frequency = Double(bin) * 8000 / 64
      return Float(coefficients.reduce(0) { $0 * frequency + $1 })
    }
    let found = try SpectralShape.polynomial(Tensor(shape: [33, 1], scalars: values), sampleRate: 8000, order: order)
    #expect(found.shape == [order + 1, 1])
    #expect(zip(found.scalars, coefficients).allSatisfy { abs(Double($0) - $1) <= 1e-3 * abs($1) })
  }

  @Test("Polynomials agree with librosa's", arguments: [0, 1, 3])
  func polynomialsAgreeWithLibrosa(order: Int) throws {
    try expectMatches(
      SpectralShape.polynomial(spectrum(), sampleRate: 22050, order: order), fixture: "signal_features/poly\(order)")
  }

  @Test("Parameters that do not fit are refused with their values")
  func parametersAreRefused() throws {
    let spectrum = Tensor(zeros: [5, 2])
    #expect(
      message { try SpectralShape.contrast(spectrum, sampleRate: 22050, bandCount: 9) }
        == "The highest band of the contrast reaches 51200 Hz, beyond the Nyquist frequency of 11025 Hz at 22050 Hz. "
        + "Use fewer or lower bins, or a higher sample rate.")
    #expect(
      message { try SpectralShape.contrast(spectrum, sampleRate: 22050) }
        == "lowestFrequency is 200.0 Hz, but it must be so high that two bins, 2756.25 Hz wide, lie in 0.0…200.0 Hz.")
    #expect(
      message { try SpectralShape.contrast(spectrum, sampleRate: 22050, quantile: 1) }
        == "quantile is 1.0, but it must be between 0 and 1.")
    #expect(
      message { try SpectralShape.flatness(spectrum, minimum: 0) } == "minimum is 0.0, but it must be a number above 0."
    )
    #expect(
      message { try SpectralShape.flatness(Tensor(shape: [2, 1], scalars: [-1, 0])) }
        == "magnitudes is -1.0, but it must be at least 0.")
    #expect(
      message { try SpectralShape.polynomial(spectrum, sampleRate: 22050, order: 5) }
        == "order is 5, but it must be in 0..<5 for 5 bins.")
  }
}
