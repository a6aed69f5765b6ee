import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Onset strengths of bands")
struct OnsetBandsTests {
  @Test("One range of all bands gives the strength of the whole")
  func allBandsAreTheWhole() throws {
    let song = try RhythmFixtures.song()
    let whole = try OnsetStrength()(song)
    #expect(try OnsetStrength().bands([0..<128], of: song) == whole.reshaped(to: [1, whole.count]))
  }

  @Test("Strengths agree with librosa's")
  func strengthsAgreeWithLibrosa() throws {
    let song = try RhythmFixtures.song()
    try expectMatches(OnsetStrength()(song), fixture: "signal_time/strength")
    try expectMatches(OnsetStrength(aggregation: .median)(song), fixture: "signal_time/strength_median")
    try expectMatches(
      OnsetStrength(lag: 2, maximumWidth: 3, isCentered: false, isDetrended: true)(song),
      fixture: "signal_time/strength_options")
  }

  @Test("Strengths of four ranges of bands agree with librosa's")
  func bandsAgreeWithLibrosa() throws {
    try expectMatches(
      OnsetStrength().bands([0..<32, 32..<64, 64..<96, 96..<128], of: RhythmFixtures.song()),
      fixture: "signal_time/strength_multi")
  }

  @Test("Strengths against a reference agree with librosa's")
  func referenceAgreesWithLibrosa() throws {
    let decibels = try Decibels.fromPower(Fixtures.tensor("spectral/mel"))
    try expectMatches(
      OnsetStrength()(decibels: decibels, reference: 0.5 * decibels - 30), fixture: "signal_time/strength_reference")
  }

  @Test("A range beyond the bands, an empty one and a reference of another shape are refused")
  func otherRangesAreRefused() throws {
    let decibels = Tensor(zeros: [4, 9])
    for range in [0..<5, 2..<2, -1..<3] {
      let error = SignalError.invalidParameter(
        name: "bands", value: "\(range)", requirement: "a range in 0..<4 that is not empty")
      #expect(throws: error) { try OnsetStrength().bands([range], ofDecibels: decibels) }
    }
    let shape = SignalError.invalidParameter(
      name: "reference", value: "an array of shape [4, 8]", requirement: "of shape [4, 9]")
    #expect(throws: shape) { try OnsetStrength()(decibels: decibels, reference: Tensor(zeros: [4, 8])) }
  }
}
