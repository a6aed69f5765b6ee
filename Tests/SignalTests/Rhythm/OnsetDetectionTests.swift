import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Onsets")
struct OnsetDetectionTests {
  @Test("A click is an onset within a frame of its sample")
  func clicksAreOnsets() throws {
    var samples = [Float](repeating: 0, count: 22050)
    for place in [5120, 12800] { samples[place] = 1 }
    let onsets = try OnsetDetection()(Waveform(samples: samples, sampleRate: 22050))
    #expect(onsets.frames == [11, 26])
    #expect(onsets.samples == [5120 + 512, 12800 + 512])
    #expect(abs(onsets.times[1] - 13312.0 / 22050) < 1e-9)
  }

  @Test("Silence and an unchanging strength have no onset")
  func silenceHasNoOnset() throws {
    let silence = try Waveform(samples: [Float](repeating: 0, count: 22050), sampleRate: 22050)
    #expect(try OnsetDetection()(silence).frames.isEmpty)
    #expect(try OnsetDetection()(strength: Tensor(ones: [40]), sampleRate: 22050).frames.isEmpty)
    #expect(try OnsetDetection(isBacktracked: true)(silence).frames.isEmpty)
  }

  @Test("Onsets agree with librosa's")
  func onsetsAgreeWithLibrosa() throws {
    let onsets = try OnsetDetection()(RhythmFixtures.song())
    #expect(onsets.frames == (try RhythmFixtures.integers("onsets")))
    #expect(onsets.samples == (try RhythmFixtures.integers("onsets_samples")))
    try expectMatches(Tensor(onsets.times.map { Float($0) }), fixture: "signal_time/onsets_time")
  }

  @Test("Backtracked onsets agree with librosa's")
  func backtrackedOnsetsAgreeWithLibrosa() throws {
    let song = try RhythmFixtures.song()
    let detection = OnsetDetection(isBacktracked: true)
    #expect(try detection(song).frames == (try RhythmFixtures.integers("onsets_backtracked")))
    let energy = try FrameEnergy.rootMeanSquare(song)
    #expect(try detection(song, energy: energy).frames == (try RhythmFixtures.integers("onsets_energy")))
  }

  @Test("Onsets of raw strengths agree with librosa's")
  func rawOnsetsAgreeWithLibrosa() throws {
    var peaks = PeakPicking.onsets(try FrameTiming(sampleRate: 11025), delta: 0.5)
    peaks.wait = 3
    let onsets = try OnsetDetection(peaks: peaks, isNormalized: false)(RhythmFixtures.song())
    #expect(onsets.frames == (try RhythmFixtures.integers("onsets_raw")))
  }

  @Test("A backtracked frame is the last minimum before it")
  func backtrackingFindsTheLastMinimum() throws {
    let energy = Tensor([5, 3, 4, 4, 1, 2, 6])
    #expect(try OnsetDetection.backtrack([0, 1, 3, 4, 6], energy: energy) == [0, 1, 1, 4, 4])
    #expect(throws: SignalError.self) { try OnsetDetection.backtrack([-1], energy: energy) }
  }

  @Test("An energy of another length and strengths that are not finite are refused")
  func otherInputIsRefused() throws {
    let strength = RhythmFixtures.spikes(period: 8, count: 40)
    let energy = SignalError.invalidParameter(
      name: "energy", value: "of 3 frames", requirement: "of as many as the strength, 40")
    #expect(throws: energy) {
      try OnsetDetection(isBacktracked: true)(strength: strength, sampleRate: 22050, energy: Tensor([1, 2, 3]))
    }
    let nan = SignalError.invalidParameter(
      name: "strength", value: "nan at index 1", requirement: "finite everywhere")
    #expect(throws: nan) { try OnsetDetection()(strength: Tensor([1, .nan]), sampleRate: 22050) }
  }
}
