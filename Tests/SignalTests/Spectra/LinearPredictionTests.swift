import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Linear prediction and autocorrelation")
struct LinearPredictionTests {
  @Test("A sine is predicted from its two previous samples")
  func sinesAreTold() throws {
    let coefficients = try LinearPrediction.coefficients(sine(1000), order: 2).scalars
    let cosine = Float(cos(2 * Double.pi * 1000 / 22050))
    #expect(zip(coefficients, [1, -2 * cosine, 1]).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test("Coefficients agree with librosa's", arguments: [1, 8, 16])
  func coefficientsAgreeWithLibrosa(order: Int) throws {
    try expectMatches(
      LinearPrediction.coefficients(SignalFixtures.note(samples: 1000..<3000), order: order),
      fixture: "signal_features/lpc\(order)")
  }

  @Test("Silence has no prediction")
  func silenceHasNoPrediction() throws {
    let silence = try Waveform(channels: [[0, 0, 0], [0, 0, 0]], sampleRate: 8000)
    #expect(try LinearPrediction.coefficients(silence, order: 2).scalars == [1, 0, 0, 1, 0, 0])
    #expect(
      message { try LinearPrediction.coefficients(silence, order: 3) }
        == "A linear prediction of order 3 needs at least 4 samples, but the signal has 3.")
    #expect(
      message { try LinearPrediction.coefficients(silence, order: 0) }
        == "order is 0, but it must be a positive integer.")
  }

  @Test("Autocorrelations are the sums of products")
  func autocorrelationsAreSums() throws {
    let rows: [[Float]] = [[1, 2, -1, 3], [0, 1, 0, 0]]
    let found = try Autocorrelation.along(Tensor(shape: [2, 4], scalars: rows.flatMap(\.self)))
    #expect(zip(found.scalars, [15, -3, 5, 3, 1, 0, 0, 0]).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(try Autocorrelation.along(Tensor([1, 2, -1, 3]), lagCount: 2).shape == [2])
    #expect(
      message { try Autocorrelation.along(Tensor(zeros: [2, 0])) }
        == "sequences is an array of shape [2, 0], but it must be […, samples], of at least one.")
  }

  @Test("Autocorrelations agree with librosa's")
  func autocorrelationsAgreeWithLibrosa() throws {
    try expectMatches(
      Autocorrelation.of(SignalFixtures.halfSecond(), lagCount: 500), fixture: "signal_features/autocorrelation")
  }
}
