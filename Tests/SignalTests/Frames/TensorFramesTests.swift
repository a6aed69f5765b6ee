import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Frames of arrays")
struct TensorFramesTests {
  @Test("Parts overlap by their length less the hop")
  func partsOverlap() throws {
    let parts = try Tensor([0, 1, 2, 3, 4, 5]).framed(length: 3, hopLength: 2)
    #expect(parts == Tensor(shape: [3, 2], scalars: [0, 2, 1, 3, 2, 4]))
  }

  @Test("Parts agree with librosa's")
  func partsAgreeWithLibrosa() throws {
    let all = try Fixtures.tensor("spectral/mfcc")
    let three = Tensor(shape: [3, all.shape[1]], scalars: Array(all.scalars[..<(3 * all.shape[1])]))
    try expectMatches(three.framed(length: 5, hopLength: 2), fixture: "signal_time/frames")
  }

  @Test("Each part becomes one number", arguments: Aggregation.allCases)
  func partsBecomeNumbers(aggregation: Aggregation) throws {
    let parts = try Tensor([4, 1, 7, 2, 8]).synchronized(to: [3], aggregation: aggregation)
    let expected: [Float] =
      switch aggregation {
      case .mean: [4, 5]
      case .median: [4, 5]
      case .sum: [12, 10]
      case .maximum: [7, 8]
      case .minimum: [1, 2]
      }
    #expect(parts.scalars == expected)
  }

  @Test("Parts without padding are those between the cuts")
  func partsBetweenCuts() throws {
    let array = Tensor([4, 1, 7, 2, 8])
    #expect(try array.synchronized(to: [4, 1, 1], isPadded: false).scalars == [10.0 / 3])
    #expect(try array.synchronized(to: [99]).scalars == [22.0 / 5])
    #expect(try array.synchronized(to: [2], isPadded: false).shape == [0])
  }

  @Test("Synchronized features agree with librosa's")
  func synchronizedFeaturesAgreeWithLibrosa() throws {
    let coefficients = try Fixtures.tensor("spectral/mfcc")
    let parts = try [Aggregation.mean, .median, .maximum].map {
      try coefficients.synchronized(to: [3, 8, 8, 15], aggregation: $0)
    }
    try expectMatches(
      Tensor(shape: [3] + parts[0].shape, scalars: parts.flatMap(\.scalars)), fixture: "signal_time/sync")
  }

  @Test("A part longer than the array and frames outside it are refused")
  func otherPartsAreRefused() {
    let error = SignalError.invalidParameter(
      name: "length", value: "4", requirement: "at most the length of the last axis, 3")
    #expect(throws: error) { try Tensor([1, 2, 3]).framed(length: 4, hopLength: 1) }
    #expect(throws: SignalError.self) { try Tensor([1, 2, 3]).framed(length: 2, hopLength: 0) }
    #expect(throws: SignalError.self) { try Tensor([1, 2, 3]).synchronized(to: [-1]) }
    #expect(throws: SignalError.self) { try Tensor([1, 2, 3]).synchronized(to: [4], isPadded: false) }
  }
}
