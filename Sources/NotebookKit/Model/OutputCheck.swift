/// The strictness of `etude verify` for a cell's outputs: the option `verify`.
package enum OutputCheck: Equatable, Sendable {
  /// Text to the letter except for durations, images and sounds to the last pixel and sample. On another machine or
  /// with another compiler, fractions to ``digitsElsewhere`` digits, and images and sounds with a tolerance.
  case standard
  /// Everything to the letter, durations included, on any machine.
  case exact
  /// Fractions to this many significant digits. Images and sounds derived from them are compared with a tolerance.
  case digits(Int)
  /// Nothing is recorded and nothing compared.
  case skip

  /// The digits to which fractions are compared on another machine.
  package static let digitsElsewhere = 5

  /// The value as an option's text: `exact`, `digits 5` or `skip`; nil for ``standard``, which no text stands for.
  package var text: String? {
    switch self {
    case .standard: nil
    case .exact: "exact"
    case .digits(let count): "digits \(count)"
    case .skip: "skip"
    }
  }

  /// Reads an option's text.
  package init?(text: String) {
    let words = text.split(separator: " ")
    switch words.first {
    case "exact" where words.count == 1: self = .exact
    case "skip" where words.count == 1: self = .skip
    case "digits" where words.count == 2:
      guard let count = Int(words[1]), (1...15).contains(count) else { return nil }
      self = .digits(count)
    default: return nil
    }
  }
}
