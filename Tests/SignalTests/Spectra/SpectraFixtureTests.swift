import Fixtures
import Foundation
import Signal
import Tensors
import Testing

struct SpectraFixtureTests {
  private func check(_ name: String, _ actual: Tensor) throws {
    Report.add("spectral/\(name)", try expectMatches(actual, fixture: "spectral/\(name)"))
  }

  /// The spectral fixtures take the first half second of the note.
  private func half() throws -> Waveform { try SignalFixtures.note(samples: 0..<11025) }

  @Test func transforms() throws {
    try check("stft_mag", ShortTimeFourierTransform.standard.magnitudes(of: half()))
    let complex = try ShortTimeFourierTransform(fftLength: 512, hopLength: 160)(
      SignalFixtures.note(samples: 0..<2205))
    try check("stft_complex", Tensor(shape: complex.shape + [2], scalars: complex.interleaved))
    try check(
      "stft_nocenter",
      ShortTimeFourierTransform(windowLength: 1200, isCentered: false)
        .magnitudes(of: SignalFixtures.note(samples: 0..<4096)))
  }

  @Test(arguments: [1, 511, 512, 700, 2047, 2048, 2049])
  func everyLength(length: Int) throws {
    let note = try SignalFixtures.note(samples: 1000..<1000 + length)
    let spectrum = try ShortTimeFourierTransform.standard.magnitudes(of: note)
    let frames = spectrum.shape[1]
    try check("stft_len\(length)", Tensor(shape: [200, frames], scalars: Array(spectrum.scalars[..<(200 * frames)])))
  }

  @Test func decibels() throws {
    let magnitudes = try ShortTimeFourierTransform.standard.magnitudes(of: half())
    try check("db", Decibels.fromAmplitude(magnitudes, reference: .maximum))
    try check("db_zero", Decibels.fromAmplitude(Tensor(zeros: [2, 3]), reference: .maximum))
    let small = try Fixtures.tensor("spectral/db_small_in")
    try check("db_small_default", Decibels.fromAmplitude(small))
    try check("pdb_small_default", Decibels.fromPower(small))
    try check("db_small_refmax", Decibels.fromAmplitude(small, reference: .maximum))
    try check("pdb_small_refmax", Decibels.fromPower(small, reference: .maximum))
    try check("db_small_notop", Decibels.fromAmplitude(small, range: nil))
    try check("pdb_small_notop", Decibels.fromPower(small, range: nil))
    try check("db_small_ref", Decibels.fromAmplitude(small, reference: .value(0.5), minimum: 0.001, range: 30))
    try check("pdb_small_ref", Decibels.fromPower(small, reference: .value(0.5), minimum: 0.001, range: 30))
  }

  @Test func melBands() throws {
    try check("mel", MelSpectrogram()(half()))
    let bank = MelFilterBank(bandCount: 40, minimumFrequency: 50, maximumFrequency: 8000, scale: .htk)
    try check("mel40", MelSpectrogram(bank: bank, power: 1)(half()))
    try check("melbasis", MelFilterBank(bandCount: 40).matrix(sampleRate: 22050, fftLength: 1024))
    try check("mfcc", CepstralCoefficients()(half()))
    try check("mfcc_lifter", CepstralCoefficients(count: 13, lifter: 22)(half()))
  }

  @Test func chroma() throws {
    try check("chroma_stft", SpectralChroma(tuning: 0)(half()))
    try check("chroma_basis", ChromaFilterBank().matrix(sampleRate: 22050, fftLength: 512))
  }

  @Test func pitchTracks() throws {
    let tone = try SignalFixtures.waveform("chroma/detuned.wav")
    let range = (try Pitch("C2").frequency, try Pitch("C7").frequency)
    let golden = try Fixtures.tensor("spectral/yin")
    let frequencies = try Yin(minimumFrequency: range.0, maximumFrequency: range.1)(tone)
    #expect(frequencies.shape == golden.shape)
    // The first frame and the last two lie half in the padding, where any period fits.
    let inner = 1..<golden.count - 2
    let error = try expectMatches(
      Tensor(Array(frequencies.scalars[inner])), Tensor(Array(golden.scalars[inner])),
      tolerance: Fixtures.tolerance("spectral/yin"), named: "spectral/yin")
    Report.add("spectral/yin", error)

    let track = try ProbabilisticYin(minimumFrequency: range.0, maximumFrequency: range.1)(tone)
    let rows =
      track.frequencies.map { $0.isNaN ? 0 : Float($0) } + track.isVoiced.map { $0 ? 1 : 0 }
      + track.voicedProbabilities.map { Float($0) }
    try check("pyin", Tensor(shape: [3, track.isVoiced.count], scalars: rows))
  }
}
