import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Variable-Q transforms")
struct VariableQTransformTests {
  @Test("Without an offset of bandwidths the transform is the constant-Q one")
  func constantQIsASpecialCase() throws {
    let note = try SignalFixtures.halfSecond()
    let variable = try VariableQTransform(bandwidthOffset: 0)(note)
    #expect(try variable == ConstantQTransform()(note))
  }

  @Test("The loudest bin is the tone's")
  func loudestBinIsTheTones() throws {
    let transform = VariableQTransform(intervals: .just(primes: [3, 5]))
    let frequencies = try transform.frequencies
    let magnitudes = try transform.magnitudes(of: sine(frequencies[40]))
    #expect(magnitudes.slice(20..<21, axis: 1).reshaped(to: [-1]).argmax() == 40)
  }

  @Test(
    "Magnitudes agree with librosa's",
    arguments: [
      ("vqt", VariableQTransform()),
      ("vqt_wide", VariableQTransform(hopLength: 256, minimumFrequency: 55, binCount: 60, bandwidthOffset: 20)),
      ("vqt_pythagorean", VariableQTransform(intervals: .pythagorean)),
      ("vqt_ji5", VariableQTransform(intervals: .just(primes: [3, 5]), bandwidthOffset: 0)),
      (
        "vqt_ji7",
        VariableQTransform(minimumFrequency: 110, binCount: 51, intervals: .just(primes: [3, 5, 7]), binsPerOctave: 17)
      ),
      (
        "vqt_ratios",
        VariableQTransform(
          binCount: 30, intervals: .ratios([1, 9.0 / 8, 5.0 / 4, 3.0 / 2, 5.0 / 3]), tuning: 0.2, isScaled: false)
      ),
    ])
  func magnitudesAgreeWithLibrosa(name: String, transform: VariableQTransform) throws {
    try expectMatches(transform.magnitudes(of: SignalFixtures.halfSecond()), fixture: "signal_features/\(name)")
  }

  @Test(
    "Intervals agree with librosa's",
    arguments: [
      ("pythagorean", OctaveIntervals.pythagorean), ("ji3", .just(primes: [3])), ("ji5", .just(primes: [3, 5])),
      ("ji7", .just(primes: [3, 5, 7])),
    ])
  func intervalsAgreeWithLibrosa(name: String, intervals: OctaveIntervals) throws {
    try expectMatches(
      Tensor(intervals.ratios(count: 24).map { Float($0) }), fixture: "signal_features/intervals_\(name)")
  }

  @Test("Chromagrams agree with librosa's")
  func chromagramsAgreeWithLibrosa() throws {
    let note = try SignalFixtures.note()
    try expectMatches(
      VariableQChroma(intervals: .just(primes: [3, 5]))(note), fixture: "signal_features/chroma_vqt")
    try expectMatches(
      VariableQChroma(intervals: .equal, norm: .norm(2), threshold: 0.01, binsPerOctave: 24, bandwidthOffset: 5)(note),
      fixture: "signal_features/chroma_vqt_equal")
  }

  @Test("Pseudo-constant-Q magnitudes agree with librosa's")
  func pseudoMagnitudesAgreeWithLibrosa() throws {
    let note = try SignalFixtures.halfSecond()
    try expectMatches(ConstantQTransform().pseudoMagnitudes(of: note), fixture: "signal_features/pseudo_cqt")
    try expectMatches(
      ConstantQTransform(hopLength: 256, minimumFrequency: 110, binCount: 48, tuning: 0.1, isScaled: false)
        .pseudoMagnitudes(of: note), fixture: "signal_features/pseudo_cqt_unscaled")
  }

  @Test("Intervals and parameters that do not fit are refused with their values")
  func parametersAreRefused() throws {
    let note = try SignalFixtures.halfSecond()
    #expect(
      message { try VariableQTransform(intervals: .ratios([1, 2]))(note) }
        == "ratios is [1.0, 2.0], but it must be different numbers of at least 1 and below 2.")
    #expect(
      message { try VariableQTransform(intervals: .just(primes: [3, 9]))(note) }
        == "primes is [3, 9], but it must be different odd primes below 100, as [3, 5].")
    #expect(
      message { try VariableQTransform(bandwidthOffset: -1)(note) }
        == "bandwidthOffset is -1.0, but it must be a number of at least 0.")
    #expect(
      message { try VariableQChroma(intervals: .equal, octaveCount: 0)(note) }
        == "octaveCount is 0, but it must be a positive integer.")
  }
}
