import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Peaks of curves")
struct PeakPickingTests {
  @Test("Spikes are peaks, and a wait skips the next ones")
  func spikesArePeaks() throws {
    let spikes = RhythmFixtures.spikes(period: 5, count: 21)
    var picking = PeakPicking(
      maximumBefore: 2, maximumAfter: 3, averageBefore: 2, averageAfter: 3, delta: 0.5, wait: 0)
    #expect(try picking(spikes) == [0, 5, 10, 15, 20])
    picking.wait = 6
    #expect(try picking(spikes) == [0, 10, 20])
  }

  @Test("No frames have no peaks")
  func noFramesHaveNoPeaks() throws {
    let timing = try FrameTiming()
    #expect(try PeakPicking.onsets(timing)(Tensor([])).isEmpty)
  }

  @Test("Peaks agree with librosa's")
  func peaksAgreeWithLibrosa() throws {
    let curve = try Fixtures.tensor("signal_time/curve")
    let pickings = [
      PeakPicking(maximumBefore: 3, maximumAfter: 3, averageBefore: 3, averageAfter: 5, delta: 0.5, wait: 10),
      PeakPicking(maximumBefore: 0, maximumAfter: 1, averageBefore: 0, averageAfter: 1, delta: 0, wait: 0),
      PeakPicking(maximumBefore: 20, maximumAfter: 1, averageBefore: 40, averageAfter: 41, delta: 0.2, wait: 0),
    ]
    for (index, picking) in pickings.enumerated() {
      #expect(try picking(curve) == (try RhythmFixtures.integers("peaks_\(index)")))
    }
  }

  @Test("Spans that make no sense are refused with their values")
  func otherSpansAreRefused() throws {
    let picking = PeakPicking(
      maximumBefore: 3, maximumAfter: 3, averageBefore: 3, averageAfter: 0, delta: 0.5, wait: 10)
    let error = SignalError.invalidParameter(
      name: "averageAfter", value: "0", requirement: "in 1...16777216 frames")
    #expect(throws: error) { try picking(Tensor([1, 2])) }
    #expect(throws: SignalError.self) { try PeakPicking.onsets(FrameTiming(), delta: -1)(Tensor([1, 2])) }
  }
}
