import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Cepstral coefficients")
struct CepstralCoefficientsTests {
  @Test("Coefficients agree with librosa's")
  func coefficientsAgreeWithLibrosa() throws {
    try expectMatches(CepstralCoefficients()(SignalFixtures.halfSecond()), fixture: "spectral/mfcc")
  }

  @Test("Liftered coefficients agree with librosa's")
  func lifteredCoefficientsAgreeWithLibrosa() throws {
    try expectMatches(
      CepstralCoefficients(count: 13, lifter: 22)(SignalFixtures.halfSecond()), fixture: "spectral/mfcc_lifter")
  }
}
