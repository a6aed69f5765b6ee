import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Shapes of spectra")
struct SpectralShapeTests {
  private func magnitudes() throws -> Tensor {
    try ShortTimeFourierTransform.standard.magnitudes(of: sine(3000))
  }

  @Test("The centroid of a sine is its frequency")
  func centroidIsTheFrequency() throws {
    #expect(abs(try SpectralShape.centroid(magnitudes(), sampleRate: 22050)[0, 20] - 3000) < 20)
  }

  @Test("A sound has the shapes of its magnitudes")
  func sounds() throws {
    let (sound, spectrum) = try (sine(3000), magnitudes())
    #expect(try SpectralShape.centroid(sound).scalars == SpectralShape.centroid(spectrum, sampleRate: 22050).scalars)
    #expect(try SpectralShape.bandwidth(sound).scalars == SpectralShape.bandwidth(spectrum, sampleRate: 22050).scalars)
    #expect(try SpectralShape.rollOff(sound).scalars == SpectralShape.rollOff(spectrum, sampleRate: 22050).scalars)
    #expect(try SpectralShape.flatness(sound).scalars == SpectralShape.flatness(spectrum).scalars)
    #expect(try SpectralShape.contrast(sound).scalars == SpectralShape.contrast(spectrum, sampleRate: 22050).scalars)
  }

  @Test("The roll-off of a sine is its frequency")
  func rollOffIsTheFrequency() throws {
    #expect(abs(try SpectralShape.rollOff(magnitudes(), sampleRate: 22050)[0, 20] - 3000) < 25)
  }

  @Test("The bandwidth of a sine is narrow")
  func bandwidthIsNarrow() throws {
    #expect(try SpectralShape.bandwidth(magnitudes(), sampleRate: 22050)[0, 20] < 150)
  }

  @Test("An array that is not a spectrogram is refused with its shape", arguments: [[3], [0, 4], [2, 2, 2, 2]])
  func otherShapes(shape: [Int]) throws {
    let array = Tensor(zeros: shape)
    let error = SignalError.invalidParameter(
      name: "magnitudes", value: "an array of shape \(shape)", requirement: "[bins, frames] or [channels, bins, frames]"
    )
    #expect(throws: error) { try SpectralShape.centroid(array, sampleRate: 22050) }
    #expect(throws: error) { try SpectralShape.bandwidth(array, sampleRate: 22050) }
    #expect(throws: error) { try SpectralShape.rollOff(array, sampleRate: 22050) }
    #expect(throws: SignalError.self) { try Tuning.estimate(spectrogram: array, sampleRate: 22050) }
    #expect(throws: SignalError.self) { try ConstantQChroma()(magnitudes: array) }
    #expect(throws: SignalError.self) { try CepstralCoefficients()(decibels: array) }
  }

  @Test("A roll-off at the whole energy is refused")
  func wholeEnergyIsRefused() throws {
    let magnitudes = try magnitudes()
    #expect(throws: SignalError.self) { try SpectralShape.rollOff(magnitudes, sampleRate: 22050, share: 1) }
  }
}
