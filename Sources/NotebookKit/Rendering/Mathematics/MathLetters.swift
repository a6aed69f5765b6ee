/// Letters and digits of Unicode's mathematical alphabets, which stand for `mathvariant`: browsers follow only `normal`.
enum MathLetters {
  /// The first letters and digits of an alphabet.
  private struct Alphabet {
    var upper: UInt32
    var lower: UInt32
    var digit: UInt32?
    /// The first capital of Greek, and the first small letter.
    var greek: (upper: UInt32, lower: UInt32)?
    /// Letters that Unicode had before it had the alphabet.
    var exceptions: [Unicode.Scalar: Unicode.Scalar] = [:]
  }

  private static let alphabets: [String: Alphabet] = [
    "bold": Alphabet(upper: 0x1D400, lower: 0x1D41A, digit: 0x1D7CE, greek: (0x1D6A8, 0x1D6C2)),
    "italic": Alphabet(
      upper: 0x1D434, lower: 0x1D44E, greek: (0x1D6E2, 0x1D6FC), exceptions: ["h": "ℎ", "ı": "𝚤", "ȷ": "𝚥"]),
    "bold-italic": Alphabet(upper: 0x1D468, lower: 0x1D482, digit: 0x1D7CE, greek: (0x1D71C, 0x1D736)),
    "double-struck": Alphabet(
      upper: 0x1D538, lower: 0x1D552, digit: 0x1D7D8,
      exceptions: ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"]),
    "script": Alphabet(
      upper: 0x1D49C, lower: 0x1D4B6,
      exceptions: [
        "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ", "g": "ℊ", "o": "ℴ",
      ]),
    "bold-script": Alphabet(upper: 0x1D4D0, lower: 0x1D4EA),
    "fraktur": Alphabet(
      upper: 0x1D504, lower: 0x1D51E, exceptions: ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"]),
    "bold-fraktur": Alphabet(upper: 0x1D56C, lower: 0x1D586),
    "sans-serif": Alphabet(upper: 0x1D5A0, lower: 0x1D5BA, digit: 0x1D7E2),
    "bold-sans-serif": Alphabet(upper: 0x1D5D4, lower: 0x1D5EE, digit: 0x1D7EC, greek: (0x1D756, 0x1D770)),
    "sans-serif-italic": Alphabet(upper: 0x1D608, lower: 0x1D622),
    "sans-serif-bold-italic": Alphabet(
      upper: 0x1D63C, lower: 0x1D656, digit: 0x1D7EC, greek: (0x1D790, 0x1D7AA)),
    "monospace": Alphabet(upper: 0x1D670, lower: 0x1D68A, digit: 0x1D7F6),
  ]

  /// Variants of Greek letters, which follow the small ones.
  private static let greekVariants: [Unicode.Scalar] = ["∂", "ϵ", "ϑ", "ϰ", "ϕ", "ϱ", "ϖ"]

  /// A text in an alphabet; characters that it lacks stay.
  static func styled(_ text: String, _ variant: String) -> String {
    guard let alphabet = alphabets[variant] else { return text }
    var styled = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { styled.append(letter(scalar, alphabet)) }
    return String(styled)
  }

  private static func letter(_ scalar: Unicode.Scalar, _ alphabet: Alphabet) -> Unicode.Scalar {
    if let exception = alphabet.exceptions[scalar] { return exception }
    let value = scalar.value
    let code: UInt32? =
      switch scalar {
      case "A"..."Z": alphabet.upper + value - 0x41
      case "a"..."z": alphabet.lower + value - 0x61
      case "0"..."9": alphabet.digit.map { $0 + value - 0x30 }
      case "Α"..."Ω": alphabet.greek.map { $0.upper + value - 0x391 }
      case "ϴ": alphabet.greek.map { $0.upper + 17 }
      case "∇": alphabet.greek.map { $0.upper + 25 }
      case "α"..."ω": alphabet.greek.map { $0.lower + value - 0x3B1 }
      default:
        greekVariants.firstIndex(of: scalar).flatMap { index in
          alphabet.greek.map { $0.lower + 25 + UInt32(index) }
        }
      }
    return code.flatMap { Unicode.Scalar($0) } ?? scalar
  }
}
