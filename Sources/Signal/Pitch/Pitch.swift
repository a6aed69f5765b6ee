import Foundation
import Tensors

/// A pitch, given as a MIDI number, a frequency or a note's name.
///
/// A4 is 440 Hz and MIDI number 69; a semitone is 1, so that fractions are possible: f = 440 · 2^((m - 69) / 12).
///
/// ```swift
/// let pitch = try Pitch("C♯4")
/// pitch.midi       // 61
/// pitch.frequency  // 277.18 Hz
/// ```
public struct Pitch: Sendable, Hashable, Comparable {
  /// The MIDI number: 60 is C4, 69 is A4, and a semitone is 1.
  public let midi: Double

  /// The pitch of a MIDI number, which may have a fraction.
  public init(midi: Double) { self.midi = midi }

  /// The pitch of a frequency in hertz, which is above 0: m = 12 log₂(f / 440) + 69.
  public init(frequency: Double) { midi = 12 * (log2(frequency) - log2(440)) + 69 }

  /// Reads a note's name: a letter, accidentals (`#`, `♯`, `b`, `!`, `♭`, doubled too), an octave (0 if left out) and
  /// cents, as in `A3`, `C♯4`, `Bb2` or `D5+25`; as `librosa.note_to_midi`.
  ///
  /// - Throws: `SignalError.invalidNote`.
  public init(_ name: String) throws {
    var rest = Substring(name)
    guard let letter = rest.popFirst(), letter.isASCII, let step = Self.steps[Character(letter.uppercased())] else {
      throw SignalError.invalidNote(name)
    }
    var semitones = step
    while let accidental = rest.unicodeScalars.first, let shift = Self.accidentals[accidental] {
      semitones += shift
      rest.unicodeScalars.removeFirst()
    }
    let octave = Self.integer(from: &rest, needsSign: false)
    let cents = rest.isEmpty ? nil : Self.integer(from: &rest, needsSign: true)
    guard rest.isEmpty else { throw SignalError.invalidNote(name) }
    midi = Double(12 * ((octave ?? 0) + 1) + semitones) + Double(cents ?? 0) * 0.01
  }

  /// The frequency in hertz: 440 · 2^((m - 69) / 12).
  public var frequency: Double { 440 * exp2((midi - 69) / 12) }

  /// The number of the nearest note; halves go to the even one, as in NumPy.
  ///
  /// - Precondition: the pitch is finite, as that of a frequency above 0 is.
  public var nearestNote: Int {
    require(abs(midi) < 1e9, "a pitch with the MIDI number \(midi) has no nearest note")
    return Int(midi.rounded(.toNearestOrEven))
  }

  /// The deviation from the nearest note, in cents.
  public var cents: Int { Int((100 * (midi - Double(nearestNote))).rounded(.toNearestOrEven)) }

  /// The octave of the nearest note; C4 is in octave 4.
  public var octave: Int { nearestNote.flooringDivision(by: 12) - 1 }

  /// Octaves above A0 = 27.5 Hz, as `librosa.hz_to_octs`.
  public var octaves: Double { log2(frequency / 27.5) }

  /// The name of the nearest note, such as `C♯4`.
  ///
  /// - Parameters:
  ///   - usesUnicode: `♯` rather than `#`.
  ///   - showsCents: whether the distance from that note follows, as in `D5+25`.
  public func name(usesUnicode: Bool = true, showsCents: Bool = false) -> String {
    let names = ["C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B"]
    let index = nearestNote - 12 * nearestNote.flooringDivision(by: 12)
    let name = usesUnicode ? names[index] : names[index].replacingOccurrences(of: "♯", with: "#")
    return "\(name)\(octave)" + (showsCents ? (cents < 0 ? "\(cents)" : "+\(cents)") : "")
  }

  /// Lower tones come first.
  public static func < (a: Pitch, b: Pitch) -> Bool { a.midi < b.midi }

  private static let steps: [Character: Int] = ["C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11]
  private static let accidentals: [Unicode.Scalar: Int] = [
    "#": 1, "♯": 1, "b": -1, "!": -1, "♭": -1, "𝄪": 2, "𝄫": -2, "♮": 0,
  ]

  /// Removes digits with an optional sign from the front; nil, without a change, if there are none.
  private static func integer(from rest: inout Substring, needsSign: Bool) -> Int? {
    let sign = rest.first.flatMap { "+-".contains($0) ? $0 : nil }
    if needsSign && sign == nil { return nil }
    let digits = rest.dropFirst(sign == nil ? 0 : 1).prefix { ("0"..."9").contains($0) }
    // Beyond four digits no pitch is meant, and the arithmetic would overflow.
    guard digits.count <= 4, let value = Int(digits) else { return nil }
    rest = rest[digits.endIndex...]
    return sign == "-" ? -value : value
  }
}

extension Pitch: CustomStringConvertible {
  /// The name of the nearest note.
  public var description: String { name() }
}

extension Int {
  /// The quotient rounded down, also for negative numbers.
  func flooringDivision(by divisor: Int) -> Int { Int((Double(self) / Double(divisor)).rounded(.down)) }
}
