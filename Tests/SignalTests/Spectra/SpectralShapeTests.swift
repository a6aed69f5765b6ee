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

  @Test("The roll-off of a sine is its frequency")
  func rollOffIsTheFrequency() throws {
    #expect(abs(try SpectralShape.rollOff(magnitudes(), sampleRate: 22050)[0, 20] - 3000) < 25)
  }

  @Test("The bandwidth of a sine is narrow")
  func bandwidthIsNarrow() throws {
    #expect(try SpectralShape.bandwidth(magnitudes(), sampleRate: 22050)[0, 20] < 150)
  }

  @Test("A roll-off at the whole energy is refused")
  func wholeEnergyIsRefused() throws {
    let magnitudes = try magnitudes()
    #expect(throws: SignalError.self) { try SpectralShape.rollOff(magnitudes, sampleRate: 22050, share: 1) }
  }
}
