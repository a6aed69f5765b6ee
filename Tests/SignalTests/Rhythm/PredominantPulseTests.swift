import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Predominant pulse")
struct PredominantPulseTests {
  @Test("The pulse of spikes is largest where they are")
  func pulseFollowsSpikes() throws {
    let pulse = try PredominantPulse(windowLength: 96)(
      strength: RhythmFixtures.spikes(period: 24, count: 300), sampleRate: 22050)
    #expect(pulse.shape == [300])
    #expect(pulse.scalars.max() == 1 && pulse.scalars.min() == 0)
    for spike in stride(from: 72, to: 240, by: 24) {
      let about = (spike - 12..<spike + 12).max { pulse[$0] < pulse[$1] } ?? 0
      #expect(abs(about - spike) <= 1, "spike \(spike)")
    }
  }

  @Test("The pulse of silence is zero")
  func silenceHasNoPulse() throws {
    #expect(try PredominantPulse()(strength: Tensor(zeros: [40]), sampleRate: 22050) == Tensor(zeros: [40]))
  }

  @Test("Pulses agree with librosa's")
  func pulsesAgreeWithLibrosa() throws {
    try expectMatches(PredominantPulse()(RhythmFixtures.song()), fixture: "signal_time/pulse")
    try expectMatches(
      PredominantPulse(windowLength: 96, minimumTempo: 60, maximumTempo: nil)(
        strength: RhythmFixtures.strength(), sampleRate: 11025), fixture: "signal_time/pulse_options")
  }

  @Test("A fastest tempo below the slowest is refused")
  func otherLimitsAreRefused() throws {
    let error = SignalError.invalidParameter(
      name: "maximumTempo", value: "20.0", requirement: "above the minimumTempo of 30.0")
    #expect(throws: error) { try PredominantPulse(maximumTempo: 20)(strength: Tensor(ones: [40]), sampleRate: 22050) }
  }
}
