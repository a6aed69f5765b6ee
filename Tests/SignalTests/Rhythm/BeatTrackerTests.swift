import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Beats")
struct BeatTrackerTests {
  @Test("Evenly spaced spikes are the beats")
  func spikesAreBeats() throws {
    let beats = try BeatTracker()(
      strength: RhythmFixtures.spikes(period: 25, count: 400), sampleRate: 22050, hopLength: 441)
    #expect(beats.tempo == 120)
    // The first frame never counts, in librosa neither.
    #expect(beats.events.frames == Array(stride(from: 25, to: 400, by: 25)))
  }

  @Test("Silence has no beat and no tempo")
  func silenceHasNoBeat() throws {
    let beats = try BeatTracker()(strength: Tensor(zeros: [100]), sampleRate: 22050)
    #expect(beats.tempo == 0 && beats.events.count == 0)
  }

  @Test("Beats agree with librosa's")
  func beatsAgreeWithLibrosa() throws {
    let song = try RhythmFixtures.song()
    let beats = try BeatTracker()(song)
    try expectMatches(
      Tensor([Float(beats.tempo)] + beats.events.frames.map { Float($0) }), fixture: "signal_time/beats")
    #expect(
      try BeatTracker(isTrimmed: false)(song).events.frames == (try RhythmFixtures.integers("beats_untrimmed")))
    #expect(
      try BeatTracker(tightness: 2, estimator: TempoEstimator(start: 60))(song).events.frames
        == (try RhythmFixtures.integers("beats_loose")))
  }

  @Test("Beats of given tempi agree with librosa's")
  func beatsOfGivenTempiAgreeWithLibrosa() throws {
    let strength = try RhythmFixtures.strength()
    #expect(
      try BeatTracker(tempo: 90)(strength: strength, sampleRate: 11025).events.frames
        == (try RhythmFixtures.integers("beats_given")))
    let tempi = (0..<strength.count).map { 100 + 80 * Double($0) / Double(strength.count - 1) }
    #expect(
      try BeatTracker()(strength: strength, sampleRate: 11025, tempi: tempi).events.frames
        == (try RhythmFixtures.integers("beats_course")))
  }

  @Test("Tempi that are too fast, and too few of them, are refused")
  func otherTempiAreRefused() throws {
    let strength = try RhythmFixtures.strength()
    #expect(throws: SignalError.self) { try BeatTracker(tempo: 90_000)(strength: strength, sampleRate: 11025) }
    #expect(throws: SignalError.self) { try BeatTracker(tightness: 0)(strength: strength, sampleRate: 11025) }
    let error = SignalError.invalidParameter(
      name: "tempi", value: "1 numbers", requirement: "one for each of 130 frames")
    #expect(throws: error) { try BeatTracker()(strength: strength, sampleRate: 11025, tempi: [90]) }
  }
}
