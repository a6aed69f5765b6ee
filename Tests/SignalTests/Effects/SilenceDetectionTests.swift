import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Silence")
struct SilenceDetectionTests {
  private func gated() throws -> Waveform {
    try Waveform(samples: Fixtures.tensor("signal_time/gated").scalars, sampleRate: 11025)
  }

  private func numbers(_ ranges: [Range<Int>]) -> [Int] { ranges.flatMap { [$0.lowerBound, $0.upperBound] } }

  @Test("A tone between silences is what is left, to a frame's reach")
  func toneBetweenSilences() throws {
    let silence = [Float](repeating: 0, count: 10240)
    let sound = try Waveform(samples: silence + sine(440).samples[..<5120] + silence, sampleRate: 22050)
    let (tone, samples) = try sound.trimmed()
    #expect((9217...10240).contains(samples.lowerBound) && (15360..<16896).contains(samples.upperBound))
    #expect(tone.samples == Array(sound.samples[samples]))
    #expect(try SilenceDetection().ranges(in: sound) == [samples])
  }

  @Test("Silence is whole against its own maximum and nothing against a fixed one")
  func silenceThroughout() throws {
    let silence = try Waveform(samples: [Float](repeating: 0, count: 1000), sampleRate: 22050)
    #expect(try silence.trimmed().samples == 0..<1000)
    #expect(try SilenceDetection().ranges(in: silence) == [0..<1000])
    #expect(try silence.trimmed(reference: .value(1)).samples == 0..<0)
    #expect(try SilenceDetection(reference: .value(1)).ranges(in: silence).isEmpty)
  }

  @Test("No samples are nothing to trim")
  func noSamples() throws {
    let (sound, samples) = try Waveform(samples: [], sampleRate: 22050).trimmed()
    #expect(sound.frameCount == 0 && samples == 0..<0)
  }

  @Test("Ranges agree with librosa's")
  func rangesAgreeWithLibrosa() throws {
    let sound = try gated()
    #expect(numbers([try sound.trimmed().samples]) == (try RhythmFixtures.integers("trim")))
    #expect(numbers(try SilenceDetection().ranges(in: sound)) == (try RhythmFixtures.integers("split")))
    let short = SilenceDetection(threshold: 20, reference: .value(0.1), frameLength: 500, hopLength: 125)
    #expect(numbers(try short.ranges(in: sound)) == (try RhythmFixtures.integers("split_options")))
  }

  @Test("A part that is loud in one channel is kept, as in librosa")
  func rangesOfChannelsAgreeWithLibrosa() throws {
    let left = try gated().samples
    let right = (0..<left.count).map { 0.5 * left[($0 + left.count - 3000) % left.count] }
    let sound = try Waveform(channels: [left, right], sampleRate: 11025)
    #expect(
      numbers(try SilenceDetection(threshold: 30).ranges(in: sound))
        == (try RhythmFixtures.integers("split_stereo")))
    #expect(sound[samples: 100..<103].samples == Array(left[100..<103] + right[100..<103]))
  }

  @Test("A threshold that is not a number is refused")
  func otherThresholdsAreRefused() throws {
    let error = SignalError.invalidParameter(name: "threshold", value: "nan", requirement: "a number of decibels")
    #expect(throws: error) { try gated().trimmed(threshold: .nan) }
    #expect(throws: SignalError.self) { try gated().trimmed(hopLength: 0) }
  }
}
