/// A piece of a line: a number, a time that something took, blanks, or anything else.
enum TextToken: Equatable {
  case whole(String)
  /// A number with a decimal point or an exponent.
  case fraction(String, Double)
  /// As in `0.52 s`, `3 min` or `1:05`.
  case duration(String)
  case blanks(String)
  case other(String)

  /// The tokens of a line, in order; their texts together are the line.
  static func tokens(of line: some StringProtocol) -> [TextToken] {
    var scanner = TokenScanner(Array(line.unicodeScalars))
    var tokens: [TextToken] = []
    while let token = scanner.next() { tokens.append(token) }
    return tokens
  }

  var text: String {
    switch self {
    case .whole(let text), .fraction(let text, _), .duration(let text), .blanks(let text), .other(let text): text
    }
  }

  var isDuration: Bool { if case .duration = self { true } else { false } }
}

/// Reads tokens from the left.
private struct TokenScanner {
  private let scalars: [Unicode.Scalar]
  private var place = 0

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  mutating func next() -> TextToken? {
    guard place < scalars.count else { return nil }
    if let token = dottedNumbers() ?? duration() ?? number() { return token }
    let start = place
    if isBlank(place) {
      while isBlank(place) { place += 1 }
      return .blanks(text(start..<place))
    }
    // A word with all its digits, as in `conv1`, or a single sign.
    if isWord(place) { while isWord(place) { place += 1 } } else { place += 1 }
    return .other(text(start..<place))
  }

  // MARK: Numbers

  /// A version, date or address, as in `1.10.3` or `v1.10`: no part of it is a fraction.
  private mutating func dottedNumbers() -> TextToken? {
    guard isDigit(place), place == 0 || !isWord(place - 1) else { return nil }
    var end = place
    var dots = 0
    while isDigit(end) {
      while isDigit(end) { end += 1 }
      guard scalar(end) == ".", isDigit(end + 1) else { break }
      dots += 1
      end += 1
    }
    let goesOn = place > 1 && scalars[place - 1] == "." && isWord(place - 2)
    guard dots > 1 || goesOn else { return nil }
    defer { place = end }
    return .whole(text(place..<end))
  }

  private mutating func number() -> TextToken? {
    guard let end = endOfNumber(from: place) else { return nil }
    let digits = text(place..<end)
    defer { place = end }
    // A number that no double can represent, such as the hash 7e1234, is compared exactly.
    guard digits.contains(where: { ".eE".contains($0) }), let value = Double(digits.replacing("−", with: "-")),
      value.isFinite
    else { return .whole(digits) }
    return .fraction(digits, value)
  }

  /// The end of the number that begins at a position; nil if none begins there.
  private func endOfNumber(from start: Int) -> Int? {
    var end = start
    let isSigned = scalar(end).map { "+-−".unicodeScalars.contains($0) } ?? false
    if isSigned { end += 1 }
    guard isDigit(end), start == 0 || !isWord(start - 1), !(isSigned && start > 0 && scalars[start - 1] == ")") else {
      return nil
    }
    while isDigit(end) { end += 1 }
    if scalar(end) == ".", isDigit(end + 1) {
      end += 1
      while isDigit(end) { end += 1 }
      if scalar(end) == ".", isDigit(end + 1) { return nil }
    }
    if scalar(end) == "e" || scalar(end) == "E" {
      let sign = scalar(end + 1) == "-" || scalar(end + 1) == "+" ? 1 : 0
      if isDigit(end + 1 + sign) {
        end += 1 + sign
        while isDigit(end) { end += 1 }
      }
    }
    return end
  }

  // MARK: Durations

  private static let units: Set = [
    "ns", "µs", "μs", "us", "ms", "s", "sec", "secs", "second", "seconds", "min", "minute", "minutes", "h", "hour",
    "hours",
  ]

  private mutating func duration() -> TextToken? {
    guard isDigit(place), let end = endOfClock() ?? endOfQuantity() else { return nil }
    defer { place = end }
    return .duration(text(place..<end))
  }

  /// The end of minutes and seconds, or hours too, as a clock writes them.
  private func endOfClock() -> Int? {
    guard place == 0 || !(isWord(place - 1) || ":.".unicodeScalars.contains(scalars[place - 1])) else { return nil }
    var end = place
    while isDigit(end) { end += 1 }
    var groups = 0
    while scalar(end) == ":", isDigit(end + 1), isDigit(end + 2), !isDigit(end + 3) {
      end += 3
      groups += 1
    }
    guard groups == 1 || groups == 2, !isWord(end), scalar(end) != ":" else { return nil }
    if scalar(end) == ".", isDigit(end + 1) {
      end += 1
      while isDigit(end) { end += 1 }
    }
    return end
  }

  /// The end of a number with a unit of time.
  private func endOfQuantity() -> Int? {
    guard var end = endOfNumber(from: place) else { return nil }
    if scalar(end) == " " { end += 1 }
    let unit = end
    while isWord(end) { end += 1 }
    return Self.units.contains(text(unit..<end)) ? end : nil
  }

  // MARK: Characters

  private func scalar(_ index: Int) -> Unicode.Scalar? { scalars.indices.contains(index) ? scalars[index] : nil }

  private func isDigit(_ index: Int) -> Bool { scalar(index).map { ("0"..."9").contains($0) } ?? false }

  private func isBlank(_ index: Int) -> Bool { scalar(index).map { $0 == " " || $0 == "\t" } ?? false }

  private func isWord(_ index: Int) -> Bool {
    scalar(index).map { $0 == "_" || isDigit(index) || $0.properties.isAlphabetic } ?? false
  }

  private func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
}
