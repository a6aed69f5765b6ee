import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Decibels")
struct DecibelsTests {
  @Test("Amplitudes come back from decibels")
  func amplitudesComeBack() throws {
    let amplitude = Tensor([0.001, 0.5, 1, 20])
    let back = Decibels.toAmplitude(try Decibels.fromAmplitude(amplitude, range: nil))
    #expect(zip(amplitude.scalars, back.scalars).allSatisfy { abs($0 - $1) <= 1e-5 * $0 })
  }

  @Test("Powers come back from decibels of a reference")
  func powersComeBack() throws {
    let amplitude = Tensor([0.001, 0.5, 1, 20])
    let power = Decibels.toPower(try Decibels.fromPower(amplitude, reference: .value(2), range: nil), reference: 2)
    #expect(zip(amplitude.scalars, power.scalars).allSatisfy { abs($0 - $1) <= 1e-5 * $0 })
  }

  @Test("A tenfold power is 10 decibels more")
  func tenfoldPowerIsTenDecibels() throws {
    #expect(try Decibels.fromPower(Tensor([10, 100]), range: nil).scalars == [10, 20])
  }

  @Test("Decibels of powers of all magnitudes are those of the C library's logarithm")
  func powersOfAllMagnitudes() throws {
    var generator = MersenneTwister(seed: 7)
    let powers = (0..<40_000).map { _ in Float(exp2(250 * generator.uniform() - 124)) }
    let levels = try Decibels.fromPower(Tensor(powers), minimum: 1e-300, range: nil).scalars
    let expected = powers.map { Float(10 * log10(Double($0))) }
    #expect(zip(levels, expected).allSatisfy { abs($0 - $1) <= $1.ulp })
    #expect(zip(levels, expected).count { $0 == $1 } > 39_990)
  }

  @Test("Decibels of zero, of subnormal numbers and of infinity have a level or are infinite")
  func extremePowers() throws {
    let powers = Tensor([0, .leastNonzeroMagnitude, .infinity, -1])
    let minimum = Double.leastNonzeroMagnitude * 2000
    let lowest = Float(10 * log10(minimum))
    let levels = try Decibels.fromPower(powers, minimum: minimum, range: nil).scalars
    let tiny = Float(10 * log10(Double(Float.leastNonzeroMagnitude)))
    #expect(levels == [lowest, tiny, .infinity, lowest])
    #expect(try Decibels.fromAmplitude(Tensor([0, 1]), minimum: 1e-200, range: 100).scalars == [-100, 0])
  }

  @Test("Powers of all decibels are those of the C library's function, 0 and infinity beyond")
  func powersOfAllDecibels() {
    let levels = (0..<40_000).map { Float($0) / 52 - 380 }
    let powers = Decibels.toPower(Tensor(levels)).scalars
    let expected = levels.map { Float(pow(10, Double($0) * 0.1)) }
    #expect(zip(powers, expected).allSatisfy { $0 == $1 || abs($0 - $1) <= $1.ulp })
    let extremes = Decibels.toPower(Tensor([-.infinity, -1e30, 1e30, .infinity])).scalars
    #expect(extremes == [0, 0, .infinity, .infinity])
    #expect(Decibels.toPower(Tensor([.nan])).scalars[0].isNaN)
  }

  @Test("Decibels of amplitudes agree with librosa's")
  func amplitudesAgreeWithLibrosa() throws {
    let magnitudes = try ShortTimeFourierTransform.standard.magnitudes(of: SignalFixtures.halfSecond())
    try expectMatches(Decibels.fromAmplitude(magnitudes, reference: .maximum), fixture: "spectral/db")
    try expectMatches(Decibels.fromAmplitude(Tensor(zeros: [2, 3]), reference: .maximum), fixture: "spectral/db_zero")
    let small = try Fixtures.tensor("spectral/db_small_in")
    try expectMatches(Decibels.fromAmplitude(small), fixture: "spectral/db_small_default")
    try expectMatches(Decibels.fromAmplitude(small, reference: .maximum), fixture: "spectral/db_small_refmax")
    try expectMatches(Decibels.fromAmplitude(small, range: nil), fixture: "spectral/db_small_notop")
    try expectMatches(
      Decibels.fromAmplitude(small, reference: .value(0.5), minimum: 0.001, range: 30),
      fixture: "spectral/db_small_ref")
  }

  @Test("Decibels of powers agree with librosa's")
  func powersAgreeWithLibrosa() throws {
    let small = try Fixtures.tensor("spectral/db_small_in")
    try expectMatches(Decibels.fromPower(small), fixture: "spectral/pdb_small_default")
    try expectMatches(Decibels.fromPower(small, reference: .maximum), fixture: "spectral/pdb_small_refmax")
    try expectMatches(Decibels.fromPower(small, range: nil), fixture: "spectral/pdb_small_notop")
    try expectMatches(
      Decibels.fromPower(small, reference: .value(0.5), minimum: 0.001, range: 30), fixture: "spectral/pdb_small_ref")
  }

  @Test("NaN spreads over all decibels")
  func nanSpreads() throws {
    #expect(try Decibels.fromPower(Tensor([1, .nan])).scalars.allSatisfy(\.isNaN))
  }

  @Test("Decibels of nothing are refused")
  func nothingIsRefused() {
    #expect(throws: SignalError.self) { try Decibels.fromPower(Tensor(zeros: [0])) }
  }

  @Test("A minimum of zero and a range below zero are refused")
  func otherParametersAreRefused() {
    #expect(throws: SignalError.self) { try Decibels.fromAmplitude(Tensor([1]), minimum: 0) }
    #expect(throws: SignalError.self) { try Decibels.fromAmplitude(Tensor([1]), range: -1) }
  }
}
