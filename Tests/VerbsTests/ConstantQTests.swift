import Etude
import Foundation
import TestSupport
import Testing

@Suite("Constant-Q spectra and their images")
struct ConstantQTests {
  /// A second of a sine.
  private func tone(_ name: String) throws -> Waveform {
    let frequency = try Pitch(name).frequency
    return try Waveform(
      samples: (0..<22050).map { Float(0.5 * sin(2 * Double.pi * frequency * Double($0) / 22050)) }, sampleRate: 22050)
  }

  /// The row that is loudest in the middle.
  private func loudestRow(_ spectrum: Tensor) -> Int {
    (0..<spectrum.shape[0]).max { spectrum[$0, 20] < spectrum[$1, 20] } ?? 0
  }

  @Test("A tone is loudest in its own semitone, counted from C1", arguments: ["A2", "A3", "C♯4", "B5"])
  func ownSemitone(note: String) throws {
    #expect(loudestRow(constantQ(try tone(note))) == Int(try Pitch(note).midi) - 24)
  }

  @Test("The loudest point is 0 decibels, and nothing is below the range")
  func range() throws {
    let spectrum = try constantQ(try tone("A3"), transform: ConstantQTransform(), range: 40)
    #expect(spectrum.shape[0] == 84)
    #expect(spectrum.max().scalar == 0 && spectrum.min().scalar == -40)
  }

  @Test("An octave moves the image, which a chromagram's does not")
  func octavesAreToldApart() throws {
    let low = constantQ(try tone("A3"))
    let high = constantQ(try tone("A4"))
    #expect(loudestRow(high) == loudestRow(low) + 12)
    #expect(loudestRow(chroma(try tone("A3"))) == loudestRow(chroma(try tone("A4"))))
  }

  @Test("A folder's images show the spectra, and other parameters draw them again")
  func pictures() throws {
    try withTemporaryFolder { folder throws in
      let sounds = folder.appending(path: "wav")
      try FileManager.default.createDirectory(at: sounds, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: Fixtures.url("audio/A3_1.wav"), to: sounds.appending(path: "A3_1.wav"))
      let target = folder.appending(path: "png").path
      let picture = try constantQPictures(of: sounds.path, into: target)[0]
      let note = try load(sounds.appending(path: "A3_1.wav"))
      #expect(picture.lastPathComponent == "A3_1.png")
      #expect(try Image(contentsOf: picture).rgb == HeatMapPicture(constantQ(note)).image)
      let lower = ConstantQTransform(binCount: 60)
      try constantQPictures(of: sounds.path, into: target, transform: lower)
      #expect(try Image(contentsOf: picture).rgb == HeatMapPicture(constantQ(note, transform: lower)).image)
    }
  }

  @Test("A transform beyond half the sample rate is refused")
  func aboveNyquist() throws {
    #expect(throws: SignalError.self) {
      try constantQ(try tone("A3"), transform: ConstantQTransform(binCount: 120))
    }
  }
}
