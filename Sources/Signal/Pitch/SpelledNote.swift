/// A letter with sharps or flats.
struct SpelledNote: Hashable {
  let letter: Character
  /// Sharps, or flats as negative numbers.
  let accidental: Int

  init(letter: Character, accidental: Int) {
    self.letter = letter
    self.accidental = accidental
  }

  /// Reads a letter and any accidentals; nil for other text.
  init?(_ text: String) {
    guard let first = text.first, first.isASCII, Self.steps[Character(first.uppercased())] != nil else { return nil }
    var accidental = 0
    for mark in text.unicodeScalars.dropFirst() {
      guard let shift = Self.shifts[mark] else { return nil }
      accidental += shift
    }
    // More than a handful is not a key that anyone writes.
    guard abs(accidental) <= 12 else { return nil }
    self.init(letter: Character(first.uppercased()), accidental: accidental)
  }

  /// Semitones above C, in 0..<12.
  var pitchClass: Int { (((Self.steps[letter] ?? 0) + accidental) % 12 + 12) % 12 }

  /// The tonic of the major key whose scale, begun at step `mode`, begins with this note.
  func majorTonic(ofMode mode: Int) -> SpelledNote {
    let letters = Array("CDEFGAB")
    let place = letters.firstIndex(of: letter) ?? 0
    let below = letters[(place - mode + 7) % 7]
    let natural = SpelledNote(letter: below, accidental: 0)
    let distance = [0, 2, 4, 5, 7, 9, 11][mode]
    let wanted = (Self.steps[letter] ?? 0) - distance
    let shift = ((wanted - natural.pitchClass) % 12 + 18) % 12 - 6
    return SpelledNote(letter: below, accidental: accidental + shift)
  }

  func name(usesUnicode: Bool) -> String {
    let count = abs(accidental)
    let (one, two) =
      accidental > 0 ? (usesUnicode ? ("♯", "𝄪") : ("#", "##")) : (usesUnicode ? ("♭", "𝄫") : ("b", "bb"))
    return String(letter) + String(repeating: one, count: count % 2) + String(repeating: two, count: count / 2)
  }

  private static let steps: [Character: Int] = ["C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11]
  private static let shifts: [Unicode.Scalar: Int] = [
    "#": 1, "♯": 1, "b": -1, "!": -1, "♭": -1, "𝄪": 2, "𝄫": -2, "♮": 0, "n": 0,
  ]
}
