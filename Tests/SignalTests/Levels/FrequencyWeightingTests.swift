import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Weights of frequencies")
struct FrequencyWeightingTests {
  private let kinds: [FrequencyWeighting] = [.a, .b, .c, .d]

  @Test("1 kHz has no weight", arguments: FrequencyWeighting.allCases)
  func oneKilohertzHasNoWeight(kind: FrequencyWeighting) {
    #expect(abs(kind.decibels(at: 1000)) < 0.02)
  }

  @Test("0 Hz is at the minimum, or at minus infinity without one")
  func zeroHertzIsAtTheMinimum() {
    for kind in kinds {
      #expect(kind.decibels(at: 0) == -80)
      #expect(kind.decibels(at: 0, minimum: nil) == -.infinity)
    }
    #expect(FrequencyWeighting.z.decibels(at: 0) == 0)
  }

  @Test("Weights agree with librosa's")
  func weightsAgreeWithLibrosa() throws {
    let frequencies = [0, 10, 31.5, 100, 440, 1000, 2500, 8000, 20000]
    try expectMatches(
      Tensor(
        shape: [4, 9],
        scalars: kinds.flatMap { kind in frequencies.map { Float(kind.decibels(at: $0)) } }),
      fixture: "signal_time/weighting")
  }

  @Test("A weighted spectrogram agrees with librosa's")
  func weightedSpectrogramAgreesWithLibrosa() throws {
    let scale = MelScale.slaney
    let frequencies = (0..<128).map { scale.frequency(mels: scale.mels(frequency: 11025) * Double($0) / 127) }
    try expectMatches(
      FrequencyWeighting.a.weighted(Fixtures.tensor("spectral/mel"), frequencies: frequencies),
      fixture: "signal_time/perceptual")
  }

  @Test("Another number of frequencies than bins is refused")
  func otherCountsAreRefused() {
    let error = SignalError.invalidParameter(
      name: "frequencies", value: "1 numbers", requirement: "one for each of 2 bins")
    #expect(throws: error) { try FrequencyWeighting.a.weighted(Tensor(ones: [2, 3]), frequencies: [440]) }
  }
}
