import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Recurrence and similarity of frames")
struct RecurrenceMatrixTests {
  private func features(_ samples: Range<Int>) throws -> Tensor {
    try CepstralCoefficients()(SignalFixtures.note(samples: samples))
  }

  @Test("Frames that repeat are linked, and each frame has as many links as it may")
  func repeatingFramesAreLinked() throws {
    let period = 6
    let line = (0..<24).map { Float($0 % period) + 0.001 * Float($0) }
    let scalars = line + line.map { 2 * $0 }
    let matrix = try RecurrenceMatrix(neighborCount: 2)(Tensor(shape: [2, 24], scalars: scalars))
    for column in 0..<24 {
      let rows = (0..<24).filter { matrix.scalars[$0 * 24 + column] == 1 }
      #expect(rows.count == 2 && rows.allSatisfy { $0 != column && ($0 - column) % period == 0 })
    }
  }

  @Test("Links follow the distances, and are mutual if that is requested")
  func linksAreThoseOfDistances() throws {
    let features = try features(0..<11025)
    let links = try RecurrenceMatrix(width: 2, isSymmetric: true)(features)
    let distances = try RecurrenceMatrix(width: 2, isSymmetric: true, content: .distance)(features)
    #expect(zip(links.scalars, distances.scalars).allSatisfy { ($0 == 1) == ($1 > 0) })
    #expect(links == links.transposed() && links.scalars.contains(1))
  }

  @Test("Matrices agree with librosa's")
  func matricesAgreeWithLibrosa() throws {
    let features = try features(0..<11025)
    let matrices: [(String, RecurrenceMatrix)] = [
      ("recurrence", RecurrenceMatrix(content: .distance)),
      (
        "recurrence_symmetric",
        RecurrenceMatrix(neighborCount: 5, width: 3, isSymmetric: true, content: .distance)
      ),
      ("recurrence_affinity", RecurrenceMatrix(content: .affinity, includesSelf: true)),
      (
        "recurrence_full", RecurrenceMatrix(content: .affinity, bandwidth: .value(50), isFull: true)
      ),
      ("recurrence_full_median", RecurrenceMatrix(content: .affinity, isFull: true)),
      ("recurrence_mean_k", RecurrenceMatrix(content: .affinity, bandwidth: .meanOfFarthest)),
      (
        "recurrence_gmean_k",
        RecurrenceMatrix(content: .affinity, bandwidth: .geometricMeanOfFarthest)
      ),
      ("recurrence_mean_k_avg", RecurrenceMatrix(content: .affinity, bandwidth: .meanOfAverages)),
      (
        "recurrence_gmean_k_avg",
        RecurrenceMatrix(content: .affinity, bandwidth: .geometricMeanOfAverages)
      ),
      (
        "recurrence_mean_k_avg_and_pair",
        RecurrenceMatrix(content: .affinity, bandwidth: .meanOfAveragesAndPair)
      ),
    ]
    for (name, matrix) in matrices {
      try expectMatches(matrix(features), fixture: "signal_features/\(name)")
    }
  }

  @Test("Similarities of two sounds agree with librosa's")
  func similaritiesAgreeWithLibrosa() throws {
    let (features, reference) = (try features(3000..<20000), try features(0..<11025))
    let similarities: [(String, CrossSimilarity)] = [
      ("similarity", CrossSimilarity(content: .distance)),
      ("similarity_links", CrossSimilarity(neighborCount: 3, distance: .cosine)),
      ("similarity_affinity", CrossSimilarity(content: .affinity)),
    ]
    for (name, similarity) in similarities {
      try expectMatches(
        similarity(features, reference: reference), fixture: "signal_features/\(name)")
    }
  }

  @Test("Parameters and features that do not fit are refused with their values")
  func parametersAreRefused() throws {
    let features = Tensor(zeros: [2, 9])
    #expect(
      message { try RecurrenceMatrix(width: 4)(features) }
        == "width is 4, but it must be at least 1 and below 4 for 9 frames.")
    #expect(
      message { try RecurrenceMatrix(content: .affinity)(features) }
        == "features is without links between frames, but it must be different at some frames.")
    #expect(
      message {
        try RecurrenceMatrix()(Tensor(shape: [1, 9], scalars: [Float](repeating: .nan, count: 9)))
      }
        == "features is nan, but it must be finite everywhere.")
    #expect(
      message { try CrossSimilarity()(features, reference: Tensor(zeros: [3, 2])) }
        == "reference is of 3 features, but it must be of as many as features, 2.")
    #expect(
      message { try RecurrenceMatrix(neighborCount: 0)(features) }
        == "neighborCount is 0, but it must be a positive integer.")
  }
}
