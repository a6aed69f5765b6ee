import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Deltas of features")
struct DeltaFeaturesTests {
  @Test("A parabola has its own derivatives, ends included")
  func parabolaHasItsDerivatives() throws {
    let parabola = Tensor((0..<20).map { Float($0 * $0) })
    let first = try DeltaFeatures(degree: 2)(parabola)
    let second = try DeltaFeatures(order: 2)(parabola)
    for frame in 0..<20 {
      #expect(abs(first[frame] - Float(2 * frame)) < 1e-3)
      #expect(abs(second[frame] - 2) < 1e-3)
    }
  }

  @Test("Deltas agree with librosa's")
  func deltasAgreeWithLibrosa() throws {
    let coefficients = try Fixtures.tensor("spectral/mfcc")
    try expectMatches(DeltaFeatures()(coefficients), fixture: "signal_time/delta")
    try expectMatches(DeltaFeatures(order: 2)(coefficients), fixture: "signal_time/delta_second")
    try expectMatches(DeltaFeatures(width: 21, order: 3, degree: 5)(coefficients), fixture: "signal_time/delta_wide")
  }

  @Test("Deltas beyond the ends agree with librosa's")
  func boundariesAgreeWithLibrosa() throws {
    let coefficients = try Fixtures.tensor("spectral/mfcc")
    let boundaries: [DeltaFeatures.Boundary] = [.nearest, .mirror, .zeros, .wrap]
    let scalars = try boundaries.flatMap { boundary in
      let deltas = try DeltaFeatures(width: 5, boundary: boundary)(coefficients)
      return Array(deltas.scalars[..<(4 * deltas.shape[1])])
    }
    try expectMatches(
      Tensor(shape: [4, 4, coefficients.shape[1]], scalars: scalars), fixture: "signal_time/delta_modes")
  }

  @Test("An even width, one beyond the frames and a degree beyond the width are refused")
  func otherWidthsAreRefused() {
    let features = Tensor(ones: [3, 8])
    let even = SignalError.invalidParameter(name: "width", value: "4", requirement: "odd and at least 3")
    #expect(throws: even) { try DeltaFeatures(width: 4)(features) }
    let wide = SignalError.invalidParameter(
      name: "width", value: "9", requirement: "at most the number of frames, 8, or another boundary")
    #expect(throws: wide) { try DeltaFeatures()(features) }
    #expect(throws: SignalError.self) { try DeltaFeatures(width: 3, degree: 3)(features) }
    #expect(throws: SignalError.self) { try DeltaFeatures(width: 3, order: 0)(features) }
  }
}
