import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Stretching and shifting")
struct StretchingTests {
  @Test("A sound stretched by 1 comes back")
  func stretchingByOne() throws {
    let note = try SignalFixtures.halfSecond()
    let same = try note.timeStretched(by: 1)
    #expect(same.frameCount == note.frameCount)
    for index in 0..<note.frameCount { #expect(abs(same.samples[index] - note.samples[index]) < 1e-3) }
  }

  @Test("A stretched tone keeps its pitch and changes its length", arguments: [0.5, 0.8, 1.5])
  func stretchedTonesKeepTheirPitch(rate: Double) throws {
    let tone = try sine(441, seconds: 1).timeStretched(by: rate)
    #expect(tone.frameCount == Int((22050 / rate).rounded(.toNearestOrEven)))
    #expect(abs(try pitch(of: tone) - 441) < 2)
  }

  @Test(
    "A tone shifted by an octave has twice the frequency and its length", arguments: [(12.0, 882.0), (-12.0, 220.5)])
  func shiftedTones(steps: Double, frequency: Double) throws {
    let tone = try sine(441, seconds: 1).pitchShifted(by: steps)
    #expect(tone.frameCount == 22050)
    #expect(abs(try pitch(of: tone) - frequency) < 4)
  }

  @Test("A phase vocoder's spectrum agrees with librosa's")
  func vocoderAgreesWithLibrosa() throws {
    let spectrum = try ShortTimeFourierTransform(fftLength: 256, hopLength: 64)(SignalFixtures.halfSecond())
    let stretched = try PhaseVocoder(rate: 1.37, hopLength: 64)(spectrum)
    let (bins, frames) = (stretched.shape[0], stretched.shape[1])
    let scalars = (0..<bins).flatMap { bin in
      stride(from: 2 * bin * frames, to: 2 * (bin + 1) * frames, by: 12).flatMap { stretched.interleaved[$0..<$0 + 2] }
    }
    try expectMatches(
      Tensor(shape: [bins, (frames + 5) / 6, 2], scalars: scalars), fixture: "signal_time/vocoder")
  }

  @Test("Stretched sounds agree with librosa's")
  func stretchedSoundsAgreeWithLibrosa() throws {
    let note = try SignalFixtures.halfSecond()
    try expectMatches(SignalFixtures.thinned(note.timeStretched(by: 0.6)), fixture: "signal_time/stretch_slow")
    let transform = try ShortTimeFourierTransform(fftLength: 1024, hopLength: 200)
    try expectMatches(
      SignalFixtures.thinned(note.timeStretched(by: 1.8, transform: transform)), fixture: "signal_time/stretch_fast")
  }

  @Test("Shifted sounds agree with librosa's")
  func shiftedSoundsAgreeWithLibrosa() throws {
    let note = try SignalFixtures.halfSecond()
    try expectMatches(SignalFixtures.thinned(note.pitchShifted(by: 7)), fixture: "signal_time/shift_up")
    try expectMatches(
      SignalFixtures.thinned(note.pitchShifted(by: -5, binsPerOctave: 24, isScaled: true)),
      fixture: "signal_time/shift_down")
  }

  @Test("No samples stay none")
  func noSamples() throws {
    let nothing = try Waveform(samples: [], sampleRate: 22050)
    #expect(try nothing.timeStretched(by: 2).frameCount == 0)
    #expect(try nothing.pitchShifted(by: 3).frameCount == 0)
  }

  @Test("A rate of 0, steps beyond nine octaves and another transform's length are refused")
  func otherParametersAreRefused() throws {
    let note = try SignalFixtures.halfSecond()
    let rate = SignalError.invalidParameter(name: "rate", value: "0.0", requirement: "a number above 0")
    #expect(throws: rate) { try note.timeStretched(by: 0) }
    #expect(throws: SignalError.self) { try note.timeStretched(by: 1e-9) }
    let steps = SignalError.invalidParameter(name: "steps", value: "nan", requirement: "at most nine octaves")
    #expect(throws: steps) { try note.pitchShifted(by: .nan) }
    let spectrum = try ShortTimeFourierTransform.standard(note)
    #expect(throws: SignalError.self) { try PhaseVocoder(rate: 1, fftLength: 1024)(spectrum) }
  }

  private func pitch(of sound: Waveform) throws -> Double {
    let inner = sound[0.2..<(sound.duration - 0.2)]
    let frequencies = try Yin(minimumFrequency: 100, maximumFrequency: 2000)(inner).scalars.sorted()
    return Double(frequencies[frequencies.count / 2])
  }
}
