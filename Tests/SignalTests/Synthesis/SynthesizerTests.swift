import Foundation
import Signal
import Tensors
import Testing

struct SynthesizerTests {
  @Test func aNoteSoundsAtItsPitch() throws {
    let note = try Synthesizer().render(Phrase(note: "A3"))
    #expect(note.sampleRate == 44100 && note.channelCount == 2)
    #expect(note.duration > 2 && note.peak > 0.01)
    let chroma = try ConstantQChroma()(note.mono.resampled(to: 22050))
    // Row 9 is A; the note sounds for the first two seconds.
    let strongest = (10..<80).map { frame in (0..<12).max { chroma[$0, frame] < chroma[$1, frame] } }
    #expect(strongest.allSatisfy { $0 == 9 })
  }

  @Test func theSameBytesEachTimeAndWhateverCameBefore() throws {
    let synthesizer = try Synthesizer()
    let midi = try Phrase(note: "C3", instrument: .violin).midiFile()
    let first = try synthesizer.wavContent(of: midi)
    _ = try synthesizer.render(Phrase(chord: ["C5", "G5"], instrument: .churchOrgan))
    #expect(try synthesizer.wavContent(of: midi) == first)
    #expect(try Synthesizer().wavContent(of: midi) == first)
  }

  @Test func missingSoundFontSaysWhatToInstall() {
    let error = #expect(throws: SignalError.self) { try SoundFont.first(of: ["/nowhere/a.sf2", "/nowhere/b.sf2"]) }
    #expect(
      error?.description
        == "No sound font was found (looked at /nowhere/a.sf2, /nowhere/b.sf2). Install one with "
        + "`apt install timgm6mb-soundfont`, or name an .sf2 file.")
  }

  @Test func aFileThatIsNoSoundFontIsNamed() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "etude-no-font-\(UUID().uuidString).sf2")
    try Data("no sound font".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(throws: SignalError.unreadableSoundFont(path: file.path)) { try Synthesizer(soundFont: file) }
  }
}
