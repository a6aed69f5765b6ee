import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Tones, chirps and clicks")
struct TonesTests {
  @Test("A tone is a sine of its frequency to the last sample")
  func toneIsASine() throws {
    let tone = try Waveform.tone(441, duration: 10, sampleRate: 44100)
    #expect(tone.frameCount == 441_000)
    for index in [0, 1, 1023, 1024, 220_517, 440_999] {
      #expect(abs(Double(tone.samples[index]) - sin(2 * .pi * 441 * Double(index) / 44100)) < 1e-6, "sample \(index)")
    }
  }

  @Test("A chirp from a frequency to itself is a tone")
  func evenChirpIsATone() throws {
    let (chirp, tone) = (
      try Waveform.chirp(from: 440, to: 440, duration: 0.2), try Waveform.tone(440, duration: 0.2)
    )
    for index in 0..<tone.frameCount { #expect(abs(chirp.samples[index] - tone.samples[index]) < 1e-6) }
  }

  @Test("Tones and chirps agree with librosa's")
  func tonesAgreeWithLibrosa() throws {
    try expectMatches(SignalFixtures.thinned(.tone(443.7, duration: 0.15)), fixture: "signal_time/tone")
    try expectMatches(
      SignalFixtures.thinned(.chirp(from: 110, to: 7040, duration: 0.15)), fixture: "signal_time/chirp")
    try expectMatches(
      SignalFixtures.thinned(
        .chirp(from: 5000, to: 0, duration: 0.15, sampleRate: 16000, isLinear: true, phase: 0.3)),
      fixture: "signal_time/chirp_linear")
  }

  @Test("Clicks agree with librosa's")
  func clicksAgreeWithLibrosa() throws {
    try expectMatches(
      SignalFixtures.thinned(.clicks(at: [0.05, 0.11, 0.3], frameCount: 4000)), fixture: "signal_time/clicks")
    let timing = try FrameTiming(sampleRate: 8000)
    try expectMatches(
      Waveform.clicks(
        atSamples: [1, 3].map { timing.sample(ofFrame: $0) }, sampleRate: 8000,
        click: .click(frequency: 500, duration: 0.02, sampleRate: 8000)
      ).tensor, fixture: "signal_time/clicks_frames")
  }

  @Test("A click of your own sounds at each moment, in all its channels")
  func ownClicks() throws {
    let click = try Waveform(channels: [[1, 0.5], [0.25, 0]], sampleRate: 100)
    let clicks = try Waveform.clicks(at: [0.01, 0.02], sampleRate: 100, click: click)
    #expect(clicks.samples == [0, 1, 1.5, 0.5, 0, 0.25, 0.25, 0])
  }

  @Test("No moments without a count, negative ones and a click of another rate are refused")
  func otherClicksAreRefused() throws {
    let none = SignalError.invalidParameter(
      name: "times", value: "[]", requirement: "at least one moment where no frameCount is given")
    #expect(throws: none) { try Waveform.clicks(at: []) }
    #expect(try Waveform.clicks(at: [], frameCount: 3).samples == [0, 0, 0])
    #expect(throws: SignalError.self) { try Waveform.clicks(at: [-1]) }
    #expect(throws: SignalError.self) { try Waveform.clicks(at: [.nan]) }
    let click = try Waveform(samples: [1], sampleRate: 8000)
    #expect(throws: SignalError.self) { try Waveform.clicks(at: [1], click: click) }
  }

  @Test("A chirp from 0 Hz that is even in pitch and a negative duration are refused")
  func otherTonesAreRefused() {
    let error = SignalError.invalidParameter(name: "start", value: "0.0 Hz", requirement: "at least 1e-9 Hz")
    #expect(throws: error) { try Waveform.chirp(from: 0, to: 100, duration: 1) }
    #expect(throws: SignalError.self) { try Waveform.tone(440, duration: -1) }
    #expect(throws: SignalError.self) { try Waveform.tone(.nan, duration: 1) }
  }

  @Test("Numbers from which no sample can be computed are refused")
  func endlessTonesAreRefused() {
    #expect(throws: SignalError.self) { try Waveform.tone(1e308, duration: 1) }
    #expect(throws: SignalError.self) { try Waveform.tone(440, duration: 1, phase: .infinity) }
    #expect(throws: SignalError.self) { try Waveform.chirp(from: 1e-308, to: 1e308, duration: 1) }
    #expect(throws: SignalError.self) { try Waveform.chirp(from: -1e308, to: 1e308, duration: 1, isLinear: true) }
    #expect(throws: SignalError.self) { try Waveform.click(frequency: 1, duration: 1e300) }
    #expect(throws: SignalError.self) { try Waveform.clicks(at: [], frameCount: .max) }
  }

  @Test("Tables of more pairs of frames than memory holds are refused")
  func largeTablesAreRefused() throws {
    let many = Tensor(zeros: [1, 40_000])
    #expect(throws: SignalError.self) { try DynamicTimeWarping()(many, many) }
    #expect(throws: SignalError.self) { try RecurrenceMatrix()(many) }
    #expect(throws: SignalError.self) { try CrossSimilarity()(many, reference: many) }
    let endless = DynamicTimeWarping(steps: [.init(rows: .max, columns: 1)])
    #expect(throws: SignalError.self) { try endless(Tensor(zeros: [1, 2]), Tensor(zeros: [1, 2])) }
    #expect(throws: SignalError.self) { try GriffinLim()(Tensor(zeros: [0, 1025, 1]), sampleRate: 22050) }
    #expect(throws: SignalError.self) {
      try GriffinLim()(Tensor(zeros: [1025, 1]), sampleRate: 22050, frameCount: .max)
    }
  }
}
