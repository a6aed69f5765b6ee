import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Chromagrams from Fourier spectra")
struct SpectralChromaTests {
  @Test("Chroma of spectra agrees with librosa's")
  func chromaAgreesWithLibrosa() throws {
    try expectMatches(SpectralChroma(tuning: 0)(SignalFixtures.halfSecond()), fixture: "spectral/chroma_stft")
  }

  @Test("The filters of chroma are librosa's")
  func filtersAreLibrosas() throws {
    try expectMatches(
      ChromaFilterBank().matrix(sampleRate: 22050, fftLength: 512), fixture: "spectral/chroma_basis")
  }
}
