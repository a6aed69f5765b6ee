import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Harmonic and percussive parts")
struct HarmonicPercussiveSeparationTests {
  private func second() throws -> Waveform { try RhythmFixtures.song()[0.0..<1.0] }

  private func magnitudes() throws -> Tensor {
    let spectrum = try ShortTimeFourierTransform(fftLength: 512, hopLength: 128).magnitudes(of: second())
    let frames = spectrum.shape[1]
    let scalars = spectrum.scalars
    return Tensor(
      shape: [257, 40], scalars: (0..<257).flatMap { scalars[$0 * frames..<$0 * frames + 40] })
  }

  private func stacked(_ masks: (harmonic: Tensor, percussive: Tensor)) -> Tensor {
    SignalFixtures.rows(
      Tensor(shape: [2] + masks.harmonic.shape, scalars: masks.harmonic.scalars + masks.percussive.scalars), every: 4)
  }

  @Test("Both parts add up to the sound where there is no margin")
  func partsAddUp() throws {
    let note = try SignalFixtures.halfSecond()
    let (harmonic, percussive) = try HarmonicPercussiveSeparation()(note)
    for index in 0..<note.frameCount {
      #expect(abs(harmonic.samples[index] + percussive.samples[index] - note.samples[index]) < 1e-5)
    }
  }

  @Test("A line along time is harmonic and one along frequency percussive")
  func linesAreSeparated() throws {
    var magnitudes = Tensor(zeros: [64, 64])
    for index in 0..<64 {
      magnitudes[20, index] = 1
      magnitudes[index, 40] = 1
    }
    let (harmonic, percussive) = try HarmonicPercussiveSeparation(harmonicWidth: 9, percussiveWidth: 9)
      .masks(of: magnitudes)
    #expect(harmonic[20, 10] == 1 && percussive[20, 10] == 0)
    #expect(harmonic[50, 40] == 0 && percussive[50, 40] == 1)
    #expect(harmonic[20, 40] == 0.5 && harmonic[5, 5] == 0.5)
  }

  @Test("Masks agree with librosa's")
  func masksAgreeWithLibrosa() throws {
    let magnitudes = try magnitudes()
    try expectMatches(
      stacked(HarmonicPercussiveSeparation().masks(of: magnitudes)), fixture: "signal_time/hpss_masks")
    try expectMatches(
      stacked(
        HarmonicPercussiveSeparation(
          harmonicWidth: 9, percussiveWidth: 14, power: 1.3, harmonicMargin: 1.5, percussiveMargin: 3
        ).masks(of: magnitudes)), fixture: "signal_time/hpss_masks_options")
    try expectMatches(
      stacked(HarmonicPercussiveSeparation(power: .infinity).masks(of: magnitudes)),
      fixture: "signal_time/hpss_masks_hard")
  }

  @Test("Parts of a sound agree with librosa's")
  func partsAgreeWithLibrosa() throws {
    let transform = try ShortTimeFourierTransform(fftLength: 512, hopLength: 128)
    let (harmonic, percussive) = try HarmonicPercussiveSeparation(transform: transform)(second())
    let both = try Waveform(channels: [harmonic.samples, percussive.samples], sampleRate: 11025)
    try expectMatches(SignalFixtures.thinned(both), fixture: "signal_time/hpss")
    let strict = HarmonicPercussiveSeparation(margin: 3)
    try expectMatches(SignalFixtures.thinned(strict.harmonic(of: second())), fixture: "signal_time/harmonic")
    try expectMatches(SignalFixtures.thinned(strict.percussive(of: second())), fixture: "signal_time/percussive")
  }

  @Test("Two channels are taken apart each on its own")
  func channelsAreSeparate() throws {
    let (first, second) = (try SignalFixtures.note(samples: 0..<3000), try SignalFixtures.note(samples: 5000..<8000))
    let both = try Waveform(channels: [first.samples, second.samples], sampleRate: 22050)
    let separation = HarmonicPercussiveSeparation()
    #expect(
      try separation(both).harmonic.samples
        == (try separation(first).harmonic.samples + separation(second).harmonic.samples))
  }

  @Test("No samples have two empty parts")
  func noSamples() throws {
    #expect(try HarmonicPercussiveSeparation()(Waveform(samples: [], sampleRate: 22050)).harmonic.frameCount == 0)
  }

  @Test("A margin below 1, a power of 0 and negative magnitudes are refused")
  func otherParametersAreRefused() throws {
    let spectrum = Tensor(ones: [4, 4])
    let margin = SignalError.invalidParameter(
      name: "percussiveMargin", value: "0.5", requirement: "a number from 1 to 3e38")
    #expect(throws: margin) { try HarmonicPercussiveSeparation(percussiveMargin: 0.5).masks(of: spectrum) }
    #expect(throws: SignalError.self) { try HarmonicPercussiveSeparation(margin: 1e300).masks(of: spectrum) }
    #expect(throws: SignalError.self) { try HarmonicPercussiveSeparation(power: 0).masks(of: spectrum) }
    #expect(throws: SignalError.self) { try HarmonicPercussiveSeparation(harmonicWidth: 0).masks(of: spectrum) }
    let negative = SignalError.invalidParameter(name: "magnitudes", value: "-1.0", requirement: "at least 0")
    #expect(throws: negative) {
      try HarmonicPercussiveSeparation().masks(of: Tensor(shape: [1, 2], scalars: [1, -1]))
    }
  }
}
