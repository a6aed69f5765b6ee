import Foundation
import Signal
import Testing

@Suite("Phrases of notes")
struct PhraseTests {
  @Test("A note has the bytes that the Python library mido writes")
  func theLessonsNoteHasTheseBytes() throws {
    let bytes = try Phrase(note: "A3").midiFile().bytes
    let expected: [UInt8] =
      Array("MThd".utf8) + [0, 0, 0, 6, 0, 1, 0, 1, 1, 0xE0] + Array("MTrk".utf8) + [0, 0, 0, 17]
      + [0, 0xC0, 0] + [0, 0x90, 57, 100] + [0x8F, 0, 0x80, 57, 0] + [0x83, 0x60, 0xFF, 0x2F, 0]
    #expect(bytes == expected)
  }

  @Test("A melody lasts as long as its notes and the release")
  func melodiesLastAsLongAsTheirNotes() throws {
    let file = try melody().midiFile()
    #expect(file.duration == 1.5 + 1)
    #expect(file.tracks[0].contains(.init(tick: 0, .programChange(channel: 0, program: 73))))
  }

  @Test("A key is released before it is struck again")
  func keysAreReleasedFirst() throws {
    let atOnce = try melody().midiFile().tracks[0].filter { $0.tick == 240 }.map(\.message)
    #expect(atOnce == [.noteOff(channel: 0, key: 60, velocity: 0), .noteOn(channel: 0, key: 60, velocity: 100)])
  }

  @Test("A chord has the keys of its notes")
  func chordsHaveTheirKeys() throws {
    #expect(try Phrase(chord: ["C4", "E4", "G4"]).notes.map(\.key) == [60, 64, 67])
  }

  @Test(
    "An impossible note is refused with its value",
    arguments: [
      ("velocity is 0, but it must be in 1…127.", Phrase.Note(key: 60, velocity: 0)),
      ("key is 128, but it must be in 0…127.", Phrase.Note(key: 128)),
      ("start is -1.0 beats, but it must be in 0…100000.", Phrase.Note(key: 60, start: -1)),
      ("length is nan beats, but it must be in 0…100000.", Phrase.Note(key: 60, length: .nan)),
    ])
  func impossibleNotesAreNamed(text: String, note: Phrase.Note) {
    let error = #expect(throws: SignalError.self) { try Phrase(notes: [note]).midiFile() }
    #expect(error?.description == text)
  }

  private func melody() throws -> Phrase {
    try Phrase(melody: ["C4", "C4", "G4"], beatsPerNote: 0.5, instrument: .flute, beatsPerMinute: 60)
  }
}
