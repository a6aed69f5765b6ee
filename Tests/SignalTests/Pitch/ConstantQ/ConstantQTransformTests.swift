import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Constant-Q spectra")
struct ConstantQTransformTests {
  @Test("A bin responds most to its own frequency")
  func aBinRespondsMostToItsFrequency() throws {
    let transform = ConstantQTransform(binCount: 72)
    let frequencies = transform.frequencies
    for bin in stride(from: 5, to: 72, by: 11) {
      let samples = (0..<33075).map { Float(sin(2 * .pi * frequencies[bin] * Double($0) / 22050)) }
      let magnitudes = try transform.magnitudes(of: Waveform(samples: samples, sampleRate: 22050))
      let frame = magnitudes.shape[1] / 2
      #expect((0..<72).max { magnitudes[$0, frame] < magnitudes[$1, frame] } == bin)
    }
  }

  @Test("Magnitudes agree with librosa's", arguments: SignalFixtures.chromaNames)
  func magnitudesAgreeWithLibrosa(name: String) throws {
    let tuning = try #require(try Fixtures.parameters("chroma/\(name).cqt")["tuning"] as? Double)
    let transform = ConstantQTransform(binCount: 252, binsPerOctave: 36, tuning: tuning)
    try expectMatches(
      transform.magnitudes(of: SignalFixtures.chromaInput(name)), fixture: "chroma/\(name).cqt", group: "chroma/*.cqt")
  }

  @Test(
    "Magnitudes with other parameters agree with librosa's",
    arguments: [
      ("cqt84", ConstantQTransform()),
      ("cqt_unscaled", ConstantQTransform(hopLength: 256, minimumFrequency: 55, binCount: 60, isScaled: false)),
      ("cqt_early", ConstantQTransform(binCount: 24)),
    ])
  func otherParametersAgreeWithLibrosa(name: String, transform: ConstantQTransform) throws {
    try expectMatches(transform.magnitudes(of: SignalFixtures.note()), fixture: "chroma/A3_1.\(name)")
  }
}
