import Etude
import TestSupport
import Foundation
import Testing

@Suite("Playing")
struct PlayTests {
  @Test("A waveform shows itself as text and as a sound at full scale")
  func aWaveformIsAPlayer() throws {
    let note = try load(Fixtures.url("audio/A3_1.wav"))
    let bundle = note.mimeBundle
    #expect(bundle.text(.plainText) == "Waveform(1.2 s, 22050 Hz, mono)")
    let content = try #require(bundle[.wav])
    let played = try Waveform(fileContent: [UInt8](content), sampleRate: nil)
    #expect(played.frameCount == note.frameCount && played.peak > 0.999)
  }
}
