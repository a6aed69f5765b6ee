import Foundation

/// The pitches of a data set of notes, and what their files are called.
///
/// ```swift
/// NoteSet.naturals(octave: 3)                  // C3 D3 E3 F3 G3 A3 B3
/// NoteSet.chromatic(octaves: 2...4)            // with sharps, over three octaves
/// try NoteSet(["C4", "E♭4", "G4"])
/// ```
public struct NoteSet: Sendable, Hashable {
  /// The start of each file's name, its class, and the sounding MIDI key.
  public struct Member: Sendable, Hashable {
    /// The label, such as `A3`.
    public let label: String
    /// The MIDI key, 0…127.
    public let key: Int
  }

  /// The notes in order of rendering.
  public let members: [Member]

  /// Notes by name, which becomes their label.
  ///
  /// - Throws: `SignalError.invalidNote`.
  public init(_ names: [String]) throws {
    members = try names.map { Member(label: $0, key: try Pitch($0).nearestNote) }
  }

  private init(keys: [Int], flats: Bool = false) {
    members = keys.map { key in
      let name = Pitch(midi: Double(key)).name()
      guard flats, name.contains("♯") else { return Member(label: name, key: key) }
      // A sharp is the next letter's flat, in the same octave.
      let above = Pitch(midi: Double(key + 1)).name()
      return Member(label: above.prefix(1) + "♭" + above.dropFirst(), key: key)
    }
  }

  /// The seven white keys from C to B.
  public static func naturals(octave: Int) -> NoteSet { naturals(octaves: octave...octave) }

  /// The white keys of several octaves.
  public static func naturals(octaves: ClosedRange<Int>) -> NoteSet {
    NoteSet(keys: octaves.flatMap { octave in [0, 2, 4, 5, 7, 9, 11].map { 12 * (octave + 1) + $0 } })
  }

  /// All twelve keys from C to B, the black ones named as sharps (`C♯3`) or flats (`D♭3`).
  public static func chromatic(octave: Int, usesFlats: Bool = false) -> NoteSet {
    chromatic(octaves: octave...octave, usesFlats: usesFlats)
  }

  /// All keys of several octaves.
  public static func chromatic(octaves: ClosedRange<Int>, usesFlats: Bool = false) -> NoteSet {
    NoteSet(keys: octaves.flatMap { octave in (0..<12).map { 12 * (octave + 1) + $0 } }, flats: usesFlats)
  }
}
