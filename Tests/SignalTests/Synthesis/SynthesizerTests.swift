import Foundation
import Signal
import Tensors
import Testing

@Suite("Synthesis")
struct SynthesizerTests {
  @Test("A note sounds at its pitch")
  func aNoteSoundsAtItsPitch() throws {
    let note = try Synthesizer().render(Phrase(note: "A3"))
    #expect(note.sampleRate == 44100 && note.channelCount == 2)
    #expect(note.duration > 2 && note.peak > 0.01)
    let chroma = try ConstantQChroma()(note.mono.resampled(to: 22050))
    // Row 9 is A; the note sounds for the first two seconds.
    let strongest = (10..<80).map { frame in (0..<12).max { chroma[$0, frame] < chroma[$1, frame] } }
    #expect(strongest.allSatisfy { $0 == 9 })
  }

  @Test("A phrase has the same bytes each time, whatever came before")
  func theSameBytesEachTimeAndWhateverCameBefore() throws {
    let synthesizer = try Synthesizer()
    let midi = try Phrase(note: "C3", instrument: .violin).midiFile()
    let first = try synthesizer.wavContent(of: midi)
    _ = try synthesizer.render(Phrase(chord: ["C5", "G5"], instrument: .churchOrgan))
    #expect(try synthesizer.wavContent(of: midi) == first)
    #expect(try Synthesizer().wavContent(of: midi) == first)
  }
}
