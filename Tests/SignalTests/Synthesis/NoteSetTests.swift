import Signal
import Testing

@Suite("Sets of notes")
struct NoteSetTests {
  @Test("The naturals of an octave are seven keys")
  func naturalsAreSevenKeys() {
    #expect(NoteSet.naturals(octave: 3).members.map(\.label) == ["C3", "D3", "E3", "F3", "G3", "A3", "B3"])
    #expect(NoteSet.naturals(octave: 3).members.map(\.key) == [48, 50, 52, 53, 55, 57, 59])
  }

  @Test("A chromatic set is written with sharps or with flats")
  func chromaticSetsHaveSharpsOrFlats() {
    #expect(NoteSet.chromatic(octave: 4).members.map(\.label).prefix(4) == ["C4", "C♯4", "D4", "D♯4"])
    #expect(NoteSet.chromatic(octave: 4, usesFlats: true).members.map(\.label).suffix(3) == ["A4", "B♭4", "B4"])
  }

  @Test("A chromatic set runs over several octaves")
  func chromaticSetsRunOverOctaves() throws {
    #expect(NoteSet.chromatic(octaves: 2...4).members.count == 36)
    for member in NoteSet.chromatic(octaves: -1...8, usesFlats: true).members {
      #expect(try Pitch(member.label).nearestNote == member.key)
    }
  }

  @Test("A label that is not a note is refused")
  func otherLabelsAreRefused() {
    #expect(throws: SignalError.invalidNote("X3")) { try NoteSet(["A3", "X3"]) }
  }
}
