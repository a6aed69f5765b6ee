import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Per-channel energy normalization")
struct PerChannelEnergyNormalizationTests {
  @Test("A level that does not change is nearly the same however loud it is")
  func loudnessIsEvenedOut() throws {
    let levels = Tensor(shape: [2, 400], scalars: (0..<800).map { $0 < 400 ? 100 : 10_000 })
    let even = try PerChannelEnergyNormalization(gain: 1)(levels)
    #expect(abs(even[0, 399] - even[1, 399]) < 1e-4)
    #expect(abs(even[0, 399] - (Float(3).squareRoot() - Float(2).squareRoot())) < 1e-4)
  }

  @Test("Silence is 0")
  func silenceIsZero() throws {
    #expect(try PerChannelEnergyNormalization()(Tensor(zeros: [2, 9])) == Tensor(zeros: [2, 9]))
  }

  @Test("Levels agree with librosa's")
  func levelsAgreeWithLibrosa() throws {
    let mel = try Fixtures.tensor("spectral/mel")
    try expectMatches(PerChannelEnergyNormalization()(Float(1 << 31) * mel), fixture: "signal_time/pcen")
    let others = [
      PerChannelEnergyNormalization(
        gain: 0.8, bias: 10, power: 0.25, timeConstant: 0.06, epsilon: 1e-3, maximumWidth: 3),
      PerChannelEnergyNormalization(power: 0), PerChannelEnergyNormalization(bias: 0, smoothing: 0.5),
    ]
    let levels = try others.map { try $0(mel) }
    try expectMatches(
      SignalFixtures.rows(
        Tensor(shape: [3] + mel.shape, scalars: levels.flatMap(\.scalars)), every: 3),
      fixture: "signal_time/pcen_options")
  }

  @Test("Negative gains and magnitudes and a smoothing above 1 are refused")
  func otherParametersAreRefused() {
    let levels = Tensor(ones: [2, 9])
    let gain = SignalError.invalidParameter(name: "gain", value: "-1.0", requirement: "a number of at least 0")
    #expect(throws: gain) { try PerChannelEnergyNormalization(gain: -1)(levels) }
    let smoothing = SignalError.invalidParameter(name: "smoothing", value: "1.5", requirement: "in 0...1")
    #expect(throws: smoothing) { try PerChannelEnergyNormalization(smoothing: 1.5)(levels) }
    #expect(throws: SignalError.self) { try PerChannelEnergyNormalization()(-1 * levels) }
    #expect(throws: SignalError.self) { try PerChannelEnergyNormalization()(levels, reference: Tensor(ones: [2, 8])) }
  }
}
