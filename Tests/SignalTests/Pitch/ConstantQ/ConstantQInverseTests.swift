import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Inverse constant-Q transforms")
struct ConstantQInverseTests {
  @Test("The inverse gives a tone in the middle of the range back")
  func tonesComeBack() throws {
    let transform = ConstantQTransform(binCount: 168, binsPerOctave: 24)
    let tone = try sine(440)
    let back = try transform.inverse(transform(tone), sampleRate: 22050, frameCount: tone.frameCount)
    #expect(back.frameCount == tone.frameCount)
    let inner = 4000..<18000
    let error = inner.reduce(0) { $0 + pow(Double(tone.samples[$1] - back.samples[$1]), 2) }
    let energy = inner.reduce(0) { $0 + pow(Double(tone.samples[$1]), 2) }
    #expect(error < 0.01 * energy)
  }

  @Test("Signals agree with librosa's")
  func signalsAgreeWithLibrosa() throws {
    let note = try SignalFixtures.halfSecond()
    let transform = ConstantQTransform()
    try expectMatches(
      transform.inverse(transform(note), sampleRate: 22050, frameCount: note.frameCount).tensor,
      fixture: "signal_features/icqt")
    let other = ConstantQTransform(
      hopLength: 192, minimumFrequency: 110, binCount: 40, tuning: 0.1, isScaled: false)
    try expectMatches(
      other.inverse(other(note), sampleRate: 22050).tensor, fixture: "signal_features/icqt_unscaled")
  }

  @Test("A spectrum of another shape and a tuning that is unknown are refused")
  func spectraAreRefused() throws {
    let spectrum = ComplexTensor(shape: [84, 0], interleaved: [])
    #expect(
      message { try ConstantQTransform().inverse(spectrum, sampleRate: 22050) }
        == "spectrum is of shape [84, 0], but it must be [bins, frames], of at least one frame.")
    let one = ComplexTensor(shape: [1, 1], interleaved: [0, 0])
    #expect(
      message { try ConstantQTransform(tuning: nil).inverse(one, sampleRate: 22050) }
        == "tuning is nil, but it must be the number that the transform used.")
  }
}
