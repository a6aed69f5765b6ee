import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Chromagrams from constant-Q spectra")
struct ConstantQChromaTests {
  @Test("Transposing a tone rotates its chroma", arguments: 48...59)
  func transposingRotates(key: Int) throws {
    let chroma = ConstantQChroma(tuning: 0)
    let (original, transposed) = (try chroma(tone(48)), try chroma(tone(Double(key))))
    let frame = original.shape[1] / 2
    for row in 0..<12 {
      #expect(abs(original[row, frame] - transposed[(row + key - 48) % 12, frame]) < 0.01)
    }
  }

  @Test("Chroma does not depend on loudness")
  func loudnessDoesNotMatter() throws {
    let loud = try tone(57)
    let quiet = try Waveform(samples: loud.samples.map { $0 / 1024 }, sampleRate: 22050)
    let (a, b) = (try ConstantQChroma(tuning: 0)(loud), try ConstantQChroma(tuning: 0)(quiet))
    #expect(zip(a.scalars, b.scalars).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test("Chroma does not depend on the number of threads")
  func threadsDoNotMatter() throws {
    let waveform = try tone(61, seconds: 4)
    let many = try ConstantQChroma()(waveform)
    ThreadPool.shared.setLimit(1)
    defer { ThreadPool.shared.setLimit(ThreadPool.configuredThreadCount) }
    #expect(try ConstantQChroma()(waveform).scalars == many.scalars)
  }

  @Test("Chroma of magnitudes is the chroma of the sound")
  func chromaOfMagnitudesIsTheSame() throws {
    let waveform = try tone(50)
    let magnitudes = try ConstantQTransform(binCount: 252, binsPerOctave: 36, tuning: 0.1).magnitudes(of: waveform)
    let chroma = ConstantQChroma(tuning: 0.1)
    let (folded, direct) = (try chroma(magnitudes: magnitudes), try chroma(waveform))
    #expect(zip(folded.scalars, direct.scalars).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("The folding matrix is librosa's")
  func foldAgreesWithLibrosa() throws {
    #expect(try ConstantQChroma().foldingMatrix.scalars == Fixtures.tensor("chroma/fold").scalars)
  }

  @Test("Chroma agrees with librosa's", arguments: SignalFixtures.chromaNames)
  func chromaAgreesWithLibrosa(name: String) throws {
    let tuning = try #require(try Fixtures.parameters("chroma/\(name).chroma")["tuning"] as? Double)
    try expectMatches(
      ConstantQChroma(tuning: tuning)(SignalFixtures.chromaInput(name)), fixture: "chroma/\(name).chroma",
      group: "chroma/*.chroma")
  }

  @Test(
    "Chroma with other parameters agrees with librosa's",
    arguments: [
      ("chroma_bpo12", ConstantQChroma(tuning: 0, binsPerOctave: 12)),
      ("chroma_l2_5oct", ConstantQChroma(norm: .norm(2), threshold: 0.02, tuning: 0.1, octaveCount: 5)),
      ("chroma_fmin_a", ConstantQChroma(hopLength: 1024, minimumFrequency: 55, tuning: 0, octaveCount: 5)),
    ])
  func otherParametersAgreeWithLibrosa(name: String, chroma: ConstantQChroma) throws {
    try expectMatches(chroma(SignalFixtures.note()), fixture: "chroma/A3_1.\(name)")
  }

  @Test("Several channels keep their axis")
  func severalChannelsKeepTheirAxis() throws {
    let channels = try ["A3_1", "B3_25"].map { Array(try SignalFixtures.chromaInput($0).samples[..<11025]) }
    let chroma = try ConstantQChroma(tuning: 0)(Waveform(channels: channels, sampleRate: 22050))
    try expectMatches(chroma, fixture: "chroma/two_channels")
  }
}
