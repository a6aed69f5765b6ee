import Foundation
import Signal
import TestSupport
import Testing

@Suite("Pitches")
struct PitchTests {
  private func table(_ name: String) throws -> [[Any]] {
    let tables = try #require(try Fixtures.json("spectral/pitch_tables") as? [String: [[Any]]])
    return try #require(tables[name])
  }

  private func number(_ value: Any) throws -> Double { try #require(value as? NSNumber).doubleValue }

  private func isNear(_ actual: Double, _ expected: Double) -> Bool {
    abs(actual - expected) <= 1e-12 * max(1, abs(expected))
  }

  @Test("A key has the frequency that librosa gives it")
  func keysHaveTheFrequencies() throws {
    for row in try table("midi_to_hz") {
      #expect(isNear(Pitch(midi: try number(row[0])).frequency, try number(row[1])))
    }
  }

  @Test("A frequency has the key that librosa gives it")
  func frequenciesHaveTheKeys() throws {
    for row in try table("hz_to_midi") {
      #expect(isNear(Pitch(frequency: try number(row[0])).midi, try number(row[1])))
    }
  }

  @Test("A note's name has the key that librosa gives it")
  func namesHaveTheKeys() throws {
    for row in try table("note_to_midi") {
      let pitch = try Pitch(try #require(row[0] as? String))
      let (rounded, exact) = (try number(row[1]), try number(row[2]))
      #expect(Double(pitch.nearestNote) == rounded && isNear(pitch.midi, exact))
    }
  }

  @Test("A key has the name that librosa gives it")
  func keysHaveTheNames() throws {
    for row in try table("midi_to_note") {
      let pitch = Pitch(midi: try number(row[0]))
      #expect(pitch.name() == row[1] as? String && pitch.name(usesUnicode: false) == row[2] as? String)
    }
  }

  @Test("A frequency has the name that librosa gives it")
  func frequenciesHaveTheNames() throws {
    for row in try table("hz_to_note") {
      let pitch = Pitch(frequency: try number(row[0]))
      #expect(pitch.name() == row[1] as? String && pitch.name(showsCents: true) == row[2] as? String)
    }
  }

  @Test("A frequency has the octave that librosa gives it")
  func frequenciesHaveTheOctaves() throws {
    for row in try table("hz_to_octs") {
      #expect(isNear(Pitch(frequency: try number(row[0])).octaves, try number(row[1])))
    }
  }

  @Test("Every key reads back from its name")
  func everyKeyReadsBackItsName() throws {
    for key in 0...127 {
      let pitch = Pitch(midi: Double(key))
      #expect(try Pitch(pitch.name()).nearestNote == key)
      #expect(try Pitch(pitch.name(usesUnicode: false)).nearestNote == key)
    }
    #expect(Pitch(midi: 0).name() == "C-1")
  }

  @Test(
    "Accidentals move a note, however they are written",
    arguments: [("C##4", 62), ("C𝄪4", 62), ("Dbb4", 60), ("D𝄫4", 60), ("E!3", 51), ("f♮2", 41), ("a", 21)])
  func accidentals(name: String, midi: Int) throws { #expect(try Pitch(name).nearestNote == midi) }

  @Test(
    "Text that is not a note is refused with the text",
    arguments: ["", "H4", "4", "A4x", "C♯♯♯4 ", "A+", "A99999999999999999999", "🎵"])
  func whatIsNoNoteIsNamed(text: String) {
    #expect(throws: SignalError.invalidNote(text)) { try Pitch(text) }
  }
}
