import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Mel spectrograms")
struct MelSpectrogramTests {
  @Test("A mel spectrogram agrees with librosa's")
  func spectrogramAgreesWithLibrosa() throws {
    try expectMatches(MelSpectrogram()(SignalFixtures.halfSecond()), fixture: "spectral/mel")
  }

  @Test("A mel spectrogram of other bands agrees with librosa's")
  func otherBandsAgreeWithLibrosa() throws {
    let bank = MelFilterBank(bandCount: 40, minimumFrequency: 50, maximumFrequency: 8000, scale: .htk)
    try expectMatches(MelSpectrogram(bank: bank, power: 1)(SignalFixtures.halfSecond()), fixture: "spectral/mel40")
  }

  @Test("The filters of mel bands are librosa's")
  func filtersAreLibrosas() throws {
    try expectMatches(
      MelFilterBank(bandCount: 40).matrix(sampleRate: 22050, fftLength: 1024), fixture: "spectral/melbasis")
  }
}
