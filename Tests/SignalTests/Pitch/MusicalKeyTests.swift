import Foundation
import Signal
import TestSupport
import Testing

@Suite("Keys and their notes")
struct MusicalKeyTests {
  @Test("Names and degrees agree with librosa's")
  func namesAgreeWithLibrosa() throws {
    let table = try Fixtures.json("signal_features/keys", as: [String: [String]].self)
    #expect(table.count > 400)
    for (name, golden) in table {
      let key = try MusicalKey(name)
      let rows = [
        key.noteNames(), key.noteNames(usesUnicode: false), key.noteNames(marksNaturals: true),
        key.degrees.map { "\($0)" },
      ]
      #expect(rows.map { $0.joined(separator: " ") } == golden, "\(name)")
    }
  }

  @Test("A pitch is spelled by its key")
  func pitchesAreSpelled() throws {
    let pitch = Pitch(midi: 61.25)
    #expect(try pitch.name(in: MusicalKey("F:min")) == "D♭4")
    #expect(try pitch.name(in: MusicalKey("A:maj"), usesUnicode: false, showsCents: true) == "C#4+25")
    #expect(try pitch.name(in: MusicalKey("Gb:maj"), showsOctave: false) == "D♭")
    #expect(try Pitch(midi: 60).name(in: MusicalKey("C♯:maj")) == "B♯4")
    for key in 12...127 {
      #expect(try Pitch(midi: Double(key)).name(in: MusicalKey("C:maj")) == Pitch(midi: Double(key)).name())
    }
  }

  @Test(
    "Text other than a key is refused and named",
    arguments: ["", "C", "C:", "H:maj", "C:Maj", "C:maj:min", "Cx:dor"])
  func otherTextIsRefused(text: String) {
    #expect(throws: SignalError.invalidKey(text)) { try MusicalKey(text) }
  }

  @Test("The message about a key says how keys are written")
  func message() {
    #expect(
      SignalError.invalidKey("H").description
        == "“H” is not a key. Write a tonic, a colon and maj, min or a mode, as in C:maj, F♯:min or Bb:dorian.")
  }
}
