import Foundation

/// A key or mode, which decides how the notes of the keyboard are spelled: D♭ in A♭ major, C♯ in A major.
///
/// ```swift
/// let key = try MusicalKey("F:min")
/// key.noteNames()                        // ["C", "D♭", "D", "E♭", …, "B"]
/// Pitch(midi: 61).name(in: key)          // "D♭4"
/// ```
public struct MusicalKey: Sendable, Hashable {
  /// Pitch classes of the scale from its tonic on, in semitones above C, `[7]`; `librosa.key_to_degrees`.
  public let degrees: [Int]
  private let tonic: SpelledNote
  private let isMajor: Bool
  private let text: String

  /// Reads a tonic, a colon, and `maj`, `min` or a church mode, as in `C:maj`, `F♯:minor`, `Bb:dorian` or `E:phr`; as
  /// `librosa.key_to_notes`.
  ///
  /// - Throws: `SignalError.invalidKey`.
  public init(_ name: String) throws {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let tonic = SpelledNote(parts[0]) else { throw SignalError.invalidKey(name) }
    text = name
    switch parts[1] {
    case "maj", "major":
      (self.tonic, isMajor) = (tonic, true)
      degrees = Self.scale(tonic, [0, 2, 4, 5, 7, 9, 11], from: 0)
    case "min", "minor":
      (self.tonic, isMajor) = (tonic, false)
      degrees = Self.scale(tonic, [0, 2, 3, 5, 7, 8, 10], from: 0)
    default:
      guard let mode = Self.modes.firstIndex(where: { $0.contains(parts[1]) }) else {
        throw SignalError.invalidKey(name)
      }
      // A mode has the notes of the major key that many steps below it.
      self.tonic = tonic.majorTonic(ofMode: mode)
      isMajor = true
      degrees = Self.scale(self.tonic, [0, 2, 4, 5, 7, 9, 11], from: mode)
    }
  }

  private static let modes: [[String]] = [
    ["ion", "ionian"], ["dor", "dorian"], ["phr", "phryg", "phrygian"], ["lyd", "lydian"],
    ["mix", "mixolyd", "mixolydian"], ["aeo", "aeol", "aeolian"], ["loc", "locr", "locrian"],
  ]

  private static func scale(_ tonic: SpelledNote, _ steps: [Int], from first: Int) -> [Int] {
    (0..<7).map { (tonic.pitchClass + steps[($0 + first) % 7]) % 12 }
  }

  /// The names of the twelve notes from C on, as this key spells them; `librosa.key_to_notes`.
  ///
  /// - Parameters:
  ///   - usesUnicode: `♯`, `♭`, `𝄪`, `𝄫` and `♮` rather than `#`, `b`, `##`, `bb` and `n`.
  ///   - marksNaturals: true if a natural note that the scale does not have gets a sign; not where the tonic has two
  ///     accidentals or more.
  public func noteNames(usesUnicode: Bool = true, marksNaturals: Bool = false) -> [String] {
    let notes = Self.notes(tonic, isMajor: isMajor)
    let marks = marksNaturals && abs(tonic.accidental) < 2
    return notes.enumerated().map { pitchClass, note in
      let isMarked = marks && note.accidental == 0 && !degrees.contains(pitchClass)
      return note.name(usesUnicode: usesUnicode) + (isMarked ? (usesUnicode ? "♮" : "n") : "")
    }
  }

  /// The twelve notes from C on.
  private static func notes(_ tonic: SpelledNote, isMajor: Bool) -> [SpelledNote] {
    if abs(tonic.accidental) >= 2 {
      // Those of the tonic with one accidental less, each with one more.
      let sign = tonic.accidental.signum()
      let simpler = SpelledNote(letter: tonic.letter, accidental: tonic.accidental - sign)
      let notes = notes(simpler, isMajor: isMajor).map {
        SpelledNote(letter: $0.letter, accidental: $0.accidental + sign)
      }
      return (0..<12).map { pitchClass in notes.first { $0.pitchClass == pitchClass } ?? notes[pitchClass] }
    }
    // The place on the circle of fifths: the number of sharps, or 12 minus the number of flats.
    var fifths = (tonic.pitchClass * 7 + (isMajor ? 0 : 9)) % 12
    let usesSharps = tonic.accidental == 0 ? fifths < 6 : tonic.accidental > 0
    if isMajor, fifths == 0, tonic.letter == "B" { fifths = 12 }
    let letters = usesSharps ? "CCDDEFFGGAAB" : "CDDEEFGGAABB"
    let accidentals = usesSharps ? [0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0] : [0, -1, 0, -1, 0, 0, -1, 0, -1, 0, -1, 0]
    var notes = zip(letters, accidentals).map { SpelledNote(letter: $0, accidental: $1) }
    // From the seventh accidental on, white keys are spelled as neighbours of what has one already.
    let respelled: [(Int, Character, Int)] =
      usesSharps
      ? [(5, "E", 1), (0, "B", 1), (7, "F", 2), (2, "C", 2), (9, "G", 2), (4, "D", 2), (11, "A", 2)]
      : [(11, "C", -1), (4, "F", -1), (9, "B", -2), (2, "E", -2), (7, "A", -2), (0, "D", -2)]
    let count = (usesSharps ? fifths : (12 - fifths) % 12) - 5
    for (place, letter, accidental) in respelled.prefix(max(0, count)) {
      notes[place] = SpelledNote(letter: letter, accidental: accidental)
    }
    return notes
  }
}

extension MusicalKey: CustomStringConvertible {
  /// The text that the key was read from.
  public var description: String { text }
}

extension Pitch {
  /// The name of the nearest note as a key spells it, such as `D♭4`; `librosa.midi_to_note(key=…)`.
  ///
  /// The octave is that of the key on the keyboard: B♯4 is the C4 of C♯ major.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - usesUnicode: `♯` rather than `#`.
  ///   - showsOctave: true if the octave follows.
  ///   - showsCents: true to append the distance from that note, as in `D5+25`.
  public func name(
    in key: MusicalKey, usesUnicode: Bool = true, showsOctave: Bool = true, showsCents: Bool = false
  ) -> String {
    let pitchClass = nearestNote - 12 * nearestNote.flooringDivision(by: 12)
    let note = key.noteNames(usesUnicode: usesUnicode)[pitchClass]
    guard showsOctave else { return note }
    return "\(note)\(octave)" + (showsCents ? (cents < 0 ? "\(cents)" : "+\(cents)") : "")
  }
}
