import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Inverses of mel spectrograms and cepstra")
struct MelInverseTests {
  private func relativeError(_ actual: Tensor, _ expected: Tensor) -> Double {
    let error = zip(actual.scalars, expected.scalars).reduce(0) { $0 + pow(Double($1.0 - $1.1), 2) }
    return (error / expected.scalars.reduce(0) { $0 + pow(Double($1), 2) }).squareRoot()
  }

  @Test("Magnitudes have the bands that they were found from, at least as nearly as librosa's")
  func magnitudesHaveTheBands() throws {
    let mel = MelSpectrogram()
    let bands = try mel(SignalFixtures.halfSecond())
    let magnitudes = try mel.magnitudes(ofMel: bands, sampleRate: 22050)
    #expect(magnitudes.shape == [1025, bands.shape[1]] && magnitudes.scalars.allSatisfy { $0 >= 0 })
    let again = try mel.bank.matrix(sampleRate: 22050, fftLength: 2048).matmul(magnitudes * magnitudes)
    let error = relativeError(again, bands)
    let theirs = Double(try Fixtures.tensor("signal_features/mel_to_stft_error").scalars[0])
    ErrorTable.add("signal_features/mel_to_stft: residual (librosa's: \(theirs))", error)
    #expect(error <= theirs && error < 1e-3)
  }

  @Test("Bands that no bin is in, and exponents other than 2, do no harm")
  func emptyBandsAndOtherPowers() throws {
    let transform = try ShortTimeFourierTransform(fftLength: 256)
    for power in [1.0, 1.5] {
      let mel = MelSpectrogram(transform: transform, power: power)
      let bands = try mel(SignalFixtures.halfSecond())
      let magnitudes = try mel.magnitudes(ofMel: bands, sampleRate: 22050)
      let again = try mel.bank.matrix(sampleRate: 22050, fftLength: 256)
        .matmul(magnitudes.power(Float(power)))
      #expect(relativeError(again, bands) < 1e-2)
    }
  }

  @Test("A sound of mel bands has them, nearly")
  func soundsHaveTheBands() throws {
    let mel = MelSpectrogram()
    let bands = try mel(SignalFixtures.halfSecond())
    let sound = try mel.inverse(bands, sampleRate: 22050)
    #expect(try relativeError(mel(sound), bands) < 0.2)
  }

  @Test(
    "Cepstra of each kind agree with librosa's, and so do their inverses", arguments: CosineTransform.allCases,
    [true, false])
  func cepstraAgreeWithLibrosa(kind: CosineTransform, isOrthonormal: Bool) throws {
    let cepstra = CepstralCoefficients(count: 16, lifter: 22, cosineTransform: kind, isOrthonormal: isOrthonormal)
    let coefficients = try cepstra(SignalFixtures.halfSecond())
    let name = "\(kind.rawValue)_\(isOrthonormal ? "ortho" : "none")"
    try expectMatches(coefficients, fixture: "signal_features/mfcc\(name)")
    try expectMatches(cepstra.melSpectrogram(of: coefficients), fixture: "signal_features/mfcc_to_mel\(name)")
  }

  @Test("All coefficients give the bands back", arguments: CosineTransform.allCases, [true, false])
  func allCoefficientsGiveBack(kind: CosineTransform, isOrthonormal: Bool) throws {
    let mel = MelSpectrogram(bank: MelFilterBank(bandCount: 24))
    let cepstra = CepstralCoefficients(count: 24, mel: mel, cosineTransform: kind, isOrthonormal: isOrthonormal)
    let decibels = try Decibels.fromPower(mel(SignalFixtures.halfSecond()))
    let back = try Decibels.fromPower(cepstra.melSpectrogram(of: cepstra(decibels: decibels)), range: nil)
    #expect(zip(back.scalars, decibels.scalars).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test("A sound of coefficients has them, nearly")
  func soundsHaveTheCoefficients() throws {
    let cepstra = CepstralCoefficients()
    let coefficients = try cepstra(SignalFixtures.halfSecond())
    let sound = try cepstra.inverse(coefficients, sampleRate: 22050)
    #expect(try relativeError(cepstra(sound), coefficients) < 0.2)
  }

  @Test("Arrays that do not fit are refused with their shapes")
  func arraysAreRefused() throws {
    #expect(
      message { try MelSpectrogram().magnitudes(ofMel: Tensor(zeros: [3, 2]), sampleRate: 22050) }
        == "mel is an array of shape [3, 2], but it must be [128, frames].")
    #expect(
      message { try CepstralCoefficients(lifter: -1).melSpectrogram(of: Tensor(zeros: [3, 2])) }
        == "lifter is -1.0, but it must be a number of at least 0.")
    let one = CepstralCoefficients(mel: MelSpectrogram(bank: MelFilterBank(bandCount: 1)), cosineTransform: .one)
    #expect(
      message { try one.melSpectrogram(of: Tensor(zeros: [1, 2])) }
        == "bandCount is 1, but it must be at least 2 for a cosine transform of type 1.")
  }
}
