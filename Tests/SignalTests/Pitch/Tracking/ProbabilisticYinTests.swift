import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Pitch tracking with probabilistic YIN")
struct ProbabilisticYinTests {
  @Test("Frequencies, voicing and probabilities agree with librosa's")
  func tracksAgreeWithLibrosa() throws {
    let track = try ProbabilisticYin(
      minimumFrequency: Pitch("C2").frequency, maximumFrequency: Pitch("C7").frequency)(
        SignalFixtures.waveform("chroma/detuned.wav"))
    let rows =
      track.frequencies.map { $0.isNaN ? 0 : Float($0) } + track.isVoiced.map { $0 ? 1 : 0 }
      + track.voicedProbabilities.map { Float($0) }
    try expectMatches(Tensor(shape: [3, track.isVoiced.count], scalars: rows), fixture: "spectral/pyin")
  }
}
