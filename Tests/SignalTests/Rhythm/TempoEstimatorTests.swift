import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Tempo")
struct TempoEstimatorTests {
  @Test("Spikes half a second apart are 120 beats per minute")
  func spikesHaveTheirTempo() throws {
    let spikes = RhythmFixtures.spikes(period: 25, count: 600)
    #expect(try TempoEstimator()(strength: spikes, sampleRate: 22050, hopLength: 441) == 120)
    #expect(
      try TempoEstimator().course(strength: spikes, sampleRate: 22050, hopLength: 441)
        == [Double](repeating: 120, count: 600))
  }

  @Test("Tempi agree with librosa's")
  func tempiAgreeWithLibrosa() throws {
    let song = try RhythmFixtures.song()
    try expectMatches(Tensor([Float(TempoEstimator()(song))]), fixture: "signal_time/tempo")
    let estimators = [
      TempoEstimator(start: 60), TempoEstimator(start: 200, deviation: 0.3), TempoEstimator(maximum: 100),
      TempoEstimator(span: 4), TempoEstimator(maximum: nil),
    ]
    try expectMatches(Tensor(estimators.map { Float(try $0(song)) }), fixture: "signal_time/tempo_options")
    try expectMatches(
      Tensor(TempoEstimator().course(of: song).map { Float($0) }), fixture: "signal_time/tempo_course")
  }

  @Test("A curve below zero has a tempo, and no infinite one")
  func curvesBelowZero() throws {
    let curve = Tensor((0..<600).map { $0 % 25 == 0 ? -1 : 1 })
    for estimator in [TempoEstimator(), TempoEstimator(maximum: nil)] {
      #expect(try estimator(strength: curve, sampleRate: 22050).isFinite)
      #expect(try estimator.course(strength: curve, sampleRate: 22050).allSatisfy(\.isFinite))
    }
  }

  @Test("A span too short for any tempo and a start of 0 are refused")
  func otherParametersAreRefused() throws {
    let spikes = RhythmFixtures.spikes(period: 8, count: 60)
    let error = SignalError.invalidParameter(
      name: "span", value: "0.1 s", requirement: "long enough for a lag below 320.0 beats per minute (4 lags)")
    #expect(throws: error) { try TempoEstimator(span: 0.1)(strength: spikes, sampleRate: 22050) }
    let start = SignalError.invalidParameter(
      name: "start", value: "1e-300", requirement: "in 0.001...1000000 beats a minute")
    #expect(throws: start) { try TempoEstimator(start: 1e-300)(strength: spikes, sampleRate: 22050) }
    let deviation = SignalError.invalidParameter(
      name: "deviation", value: "1e-300", requirement: "a number of octaves, at least 0.001")
    #expect(throws: deviation) { try TempoEstimator(deviation: 1e-300)(strength: spikes, sampleRate: 22050) }
    for start in [0, -1, .nan, .infinity] {
      #expect(throws: SignalError.self) { try TempoEstimator(start: start)(strength: spikes, sampleRate: 22050) }
    }
    #expect(throws: SignalError.self) { try TempoEstimator()(strength: Tensor([]), sampleRate: 22050) }
  }
}
