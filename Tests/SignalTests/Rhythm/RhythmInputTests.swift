import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Rhythm and effects of sounds that are hardly sounds")
struct RhythmInputTests {
  /// Everything that gives a number for each frame, with its defaults.
  private static let curves: [(String, @Sendable (Waveform) throws -> [Int])] = [
    ("tempogram", { try Tempogram()($0).shape }), ("pulse", { try PredominantPulse()($0).shape }),
    ("median strength", { try OnsetStrength(aggregation: .median)($0).shape }),
    ("strengths of bands", { try OnsetStrength().bands([0..<64, 64..<128], of: $0).shape }),
    ("course of tempi", { [try TempoEstimator().course(of: $0).count] }),
  ]

  @Test("Short and silent sounds have a frame for each hop", arguments: [0, 1, 511, 512, 2047])
  func shortAndSilentSoundsHaveFrames(count: Int) throws {
    for value in [Float(0), 0.5, 1e-30] {
      let sound = try Waveform(samples: [Float](repeating: value, count: count), sampleRate: 22050)
      for (name, curve) in Self.curves {
        let shape = try curve(sound)
        #expect(shape.last == 1 + count / 512, "\(name) of \(count) samples of \(value): \(shape)")
      }
    }
  }

  @Test("Short and silent sounds keep their length under effects", arguments: [2, 511, 512, 2047])
  func shortAndSilentSoundsKeepTheirLength(count: Int) throws {
    for value in [Float(0), 0.5, 1e-30] {
      let sound = try Waveform(samples: [Float](repeating: value, count: count), sampleRate: 22050)
      let effects = [
        try HarmonicPercussiveSeparation()(sound).harmonic, try sound.timeStretched(by: 1),
        try sound.pitchShifted(by: 3), try sound.preEmphasized(), try sound.deEmphasized(),
      ]
      #expect(effects.allSatisfy { $0.frameCount == count })
    }
  }

  @Test("Short and silent sounds have few beats and onsets within them", arguments: [0, 1, 511, 5000])
  func shortSoundsHaveFewBeats(count: Int) throws {
    for value in [Float(0), 0.5] {
      let sound = try Waveform(samples: [Float](repeating: value, count: count), sampleRate: 22050)
      let frames = 1 + count / 512
      #expect(try OnsetDetection()(sound).frames.allSatisfy { $0 < frames })
      if frames > 1 || value == 0 { #expect(try BeatTracker()(sound).events.frames.allSatisfy { $0 < frames }) }
    }
  }
}
