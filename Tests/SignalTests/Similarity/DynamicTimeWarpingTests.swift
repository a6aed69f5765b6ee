import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Dynamic time warping")
struct DynamicTimeWarpingTests {
  private func chroma(_ samples: Range<Int>) throws -> Tensor {
    try ConstantQChroma(hopLength: 512, tuning: 0)(SignalFixtures.note(samples: samples))
  }

  /// The path as the fixtures have it, from the end to the beginning.
  private func path(_ alignment: DynamicTimeWarping.Alignment) -> Tensor {
    let pairs = alignment.path.reversed()
    return Tensor(
      shape: [pairs.count, 2], scalars: pairs.flatMap { [Float($0.first), Float($0.second)] })
  }

  @Test("A sequence that is held now and then is followed exactly")
  func heldSequencesAreFollowed() throws {
    let first = Tensor(shape: [1, 5], scalars: [1, 4, 2, 8, 5])
    let second = Tensor(shape: [1, 8], scalars: [1, 1, 4, 2, 2, 2, 8, 5])
    let alignment = try DynamicTimeWarping()(first, second)
    #expect(alignment.cost == 0)
    #expect(alignment.path.map(\.first) == [0, 0, 1, 2, 2, 2, 3, 4])
    #expect(alignment.path.map(\.second) == Array(0..<8))
  }

  @Test("A part is found where it is", arguments: [false, true])
  func partsAreFound(isTurned: Bool) throws {
    let whole = Tensor(shape: [2, 20], scalars: (0..<40).map { sin(Float($0 * $0)) })
    let part = whole.slice(7..<12, axis: 1)
    let method = DynamicTimeWarping(isSubsequence: true)
    let alignment = try isTurned ? method(whole, part) : method(part, whole)
    #expect(alignment.cost == 0)
    #expect(alignment.path.map { isTurned ? $0.first : $0.second } == Array(7..<12))
    #expect(alignment.accumulatedCost.shape == (isTurned ? [20, 5] : [5, 20]))
  }

  @Test("The steps of a row give what steps one by one give")
  func unitStepsAreOrdinarySteps() throws {
    let costs = Tensor(shape: [23, 31], scalars: (0..<713).map { Float(($0 * 7919) % 101) })
    let unit = try DynamicTimeWarping()(costs: costs)
    let listed = DynamicTimeWarping.unitSteps + [.init(rows: 1, columns: 1, addition: 1)]
    let ordinary = try DynamicTimeWarping(steps: listed)(costs: costs)
    #expect(unit.path == ordinary.path && unit.accumulatedCost == ordinary.accumulatedCost)
    #expect(unit.cost == ordinary.cost && unit.path.last == .init(first: 22, second: 30))
  }

  @Test("Costs and paths agree with librosa's")
  func alignmentsAgreeWithLibrosa() throws {
    let (first, second) = (try chroma(0..<11025), try chroma(3000..<20000))
    let slanted = [
      DynamicTimeWarping.Step(rows: 1, columns: 1),
      .init(rows: 2, columns: 1, multiplier: 1.5, addition: 0.1),
      .init(rows: 1, columns: 2, multiplier: 2, addition: 0.05),
    ]
    let methods: [(String, DynamicTimeWarping)] = [
      ("dtw", DynamicTimeWarping()), ("dtw_subsequence", DynamicTimeWarping(isSubsequence: true)),
      ("dtw_steps", DynamicTimeWarping(steps: slanted)),
      ("dtw_band", DynamicTimeWarping(bandRadius: 0.25)),
      ("dtw_cosine", DynamicTimeWarping(distance: .cosine)),
      ("dtw_cityblock", DynamicTimeWarping(isSubsequence: true, distance: .cityBlock)),
    ]
    for (name, method) in methods {
      let alignment = try method(first, second)
      try expectMatches(alignment.accumulatedCost, fixture: "signal_features/\(name)")
      try expectMatches(path(alignment), fixture: "signal_features/\(name)_path")
    }
  }

  @Test("Sequences, costs and steps that do not fit are refused with their values")
  func parametersAreRefused() throws {
    let method = DynamicTimeWarping()
    #expect(
      message { try method(Tensor(zeros: [2, 3]), Tensor(zeros: [4, 3])) }
        == "second is of 4 features, but it must be of as many as first, 2.")
    #expect(
      message { try method(Tensor(zeros: [2, 0]), Tensor(zeros: [2, 3])) }
        == "first is an array of shape [2, 0], but it must be [features, frames], of at least one frame."
    )
    #expect(
      message { try method(costs: Tensor(shape: [1, 2], scalars: [0, .nan])) }
        == "costs is nan, but it must be numbers, which may be infinite.")
    #expect(
      message {
        try DynamicTimeWarping(steps: [.init(rows: 1, columns: 1)])(costs: Tensor(zeros: [2, 3]))
      }
        == "steps is [[1, 1]], but it must be such that a path of them, within the band if there is one, leads through "
        + "2 × 3 pairs.")
    #expect(
      message {
        try DynamicTimeWarping(steps: [.init(rows: 0, columns: 0)])(costs: Tensor(zeros: [2, 3]))
      }
        == "steps is (0, 0), but it must be at least 0, not both 0, at most 1024.")
  }
}
