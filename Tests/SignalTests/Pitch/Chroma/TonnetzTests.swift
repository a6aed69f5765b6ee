import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Tonal centroids and energy-normalised chroma")
struct TonnetzTests {
  @Test("One pitch class is on all three circles")
  func pitchClassesLieOnCircles() throws {
    for row in 0..<12 {
      var scalars = [Float](repeating: 0, count: 12)
      scalars[row] = 3
      let centroid = try Tonnetz()(chroma: Tensor(shape: [12, 1], scalars: scalars)).scalars
      for (circle, radius) in [Float(1), 1, 0.5].enumerated() {
        #expect(abs(hypot(centroid[2 * circle], centroid[2 * circle + 1]) - radius) < 1e-6)
      }
      let angle = Float.pi * 7 / 6 * Float(row)
      #expect(abs(centroid[0] - sin(angle)) < 1e-5 && abs(centroid[1] - cos(angle)) < 1e-5)
    }
  }

  @Test("Centroids agree with librosa's")
  func centroidsAgreeWithLibrosa() throws {
    try expectMatches(
      Tonnetz(chroma: ConstantQChroma(tuning: 0))(SignalFixtures.note()), fixture: "signal_features/tonnetz")
  }

  @Test("Statistics of a constant chromagram are constant away from its ends")
  func constantChromagrams() throws {
    let chroma = Tensor(
      shape: [4, 60], scalars: (0..<4).flatMap { row in [Float](repeating: [6, 3, 1, 0][row], count: 60) })
    let statistics = try EnergyNormalizedChroma(smoothingLength: 9, norm: .none)(chroma: chroma).scalars
    for (row, value) in [Float(1), 0.75, 0.25, 0].enumerated() {
      #expect((10..<50).allSatisfy { abs(statistics[row * 60 + $0] - value) < 1e-6 })
    }
  }

  @Test("Statistics agree with librosa's")
  func statisticsAgreeWithLibrosa() throws {
    let (note, chroma) = (try SignalFixtures.note(), ConstantQChroma(tuning: 0))
    try expectMatches(EnergyNormalizedChroma(chroma: chroma)(note), fixture: "signal_features/cens")
    try expectMatches(
      EnergyNormalizedChroma(chroma: chroma, smoothingLength: 8, smoothingWindow: .hamming, norm: .maximum)(note),
      fixture: "signal_features/cens_even")
    try expectMatches(
      EnergyNormalizedChroma(chroma: chroma, smoothingLength: nil)(note), fixture: "signal_features/cens_raw")
  }

  @Test("Parameters that do not fit are refused with their values")
  func parametersAreRefused() throws {
    let chroma = Tensor(zeros: [12, 4])
    #expect(
      message { try EnergyNormalizedChroma(smoothingLength: 0)(chroma: chroma) }
        == "smoothingLength is 0, but it must be a positive integer.")
    #expect(
      message { try Tonnetz()(chroma: Tensor(zeros: [12])) }
        == "chroma is an array of shape [12], but it must be [bins, frames] or [channels, bins, frames].")
  }
}
