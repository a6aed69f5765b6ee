import Foundation
import Signal
import Testing

struct NoteLibraryTests {
  @Test func theLessonsSetHas462Notes() {
    #expect(NoteLibrary().count == 462 && [Instrument].lesson.count == 66 && [Instrument].all.count == 128)
    #expect(NoteSet.naturals(octave: 3).members.map(\.label) == ["C3", "D3", "E3", "F3", "G3", "A3", "B3"])
    #expect(NoteSet.naturals(octave: 3).members.map(\.key) == [48, 50, 52, 53, 55, 57, 59])
  }

  @Test func sharpsFlatsAndOctaves() throws {
    #expect(NoteSet.chromatic(octave: 4).members.map(\.label).prefix(4) == ["C4", "C♯4", "D4", "D♯4"])
    #expect(NoteSet.chromatic(octave: 4, usesFlats: true).members.map(\.label).suffix(3) == ["A4", "B♭4", "B4"])
    #expect(NoteSet.chromatic(octaves: 2...4).members.count == 36)
    for member in NoteSet.chromatic(octaves: -1...8, usesFlats: true).members {
      #expect(try Pitch(member.label).nearestNote == member.key)
    }
    #expect(throws: SignalError.invalidNote("X3")) { try NoteSet(["A3", "X3"]) }
  }

  @Test func filesAreNamedAndTheSameEachTime() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-notes-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let library = NoteLibrary(
      notes: try NoteSet(["A3", "B♭3"]), instruments: [.piano, .flute], velocities: [60, 100], beats: 0.25)
    let synthesizer = try Synthesizer()
    let files = try library.render(into: folder, synthesizer: synthesizer)
    #expect(
      files.map(\.lastPathComponent).prefix(5) == [
        "A3_1_v60.wav", "A3_1_v100.wav", "A3_2_v60.wav", "A3_2_v100.wav", "B♭3_1_v60.wav",
      ])
    let contents = try files.map { try Data(contentsOf: $0) }
    #expect(Set(contents).count == 8)
    let changed = try files[0].resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
    try library.render(into: folder, synthesizer: synthesizer)
    #expect(try files.map { try Data(contentsOf: $0) } == contents)
    #expect(try files[0].resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate == changed)
    // Louder strokes are louder.
    let quiet = try Waveform(contentsOf: files[0])
    #expect(try Waveform(contentsOf: files[1]).peak > 1.2 * quiet.peak)
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    #expect(throws: SignalError.self) {
      try NoteLibrary().render(into: URL(filePath: "/dev/null/notes"), synthesizer: Synthesizer())
    }
  }

  @Test func programsOutsideOfGeneralMIDIAreNamed() throws {
    #expect(try Instrument(program: 127).name == "Gunshot" && Instrument.violin.name == "Violin")
    #expect(
      throws: SignalError.invalidParameter(
        name: "program", value: "128", requirement: "a General MIDI program, 0…127")
    ) {
      try Instrument(program: 128)
    }
  }
}
