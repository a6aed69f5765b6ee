import Foundation

/// One line compared with another by rules.
struct LineComparison {
  let rules: ComparisonRules

  enum Result: Equatable { case same, sameButForDurations, different }

  func compare(_ old: some StringProtocol, _ new: some StringProtocol) -> Result {
    // By bytes: equal characters may have several encodings.
    if old.utf8.elementsEqual(new.utf8) { return .same }
    guard rules != .exact else { return .different }
    let (old, new) = (pieces(of: old), pieces(of: new))
    guard old.count == new.count else { return .different }
    var result = Result.same
    for (old, new) in zip(old, new) where !old.text.utf8.elementsEqual(new.text.utf8) {
      guard agree(old, new) else { return .different }
      if old.isDuration { result = .sameButForDurations }
    }
    return result
  }

  /// Common part of two lines that agree; lines are aligned by it.
  func key(of line: some StringProtocol) -> String {
    guard rules != .exact else { return String(line) }
    return pieces(of: line).map { token in
      switch token {
      case .fraction where rules.digits != nil: "\u{1}"
      case .duration where rules.passesDurations: "\u{2}"
      case .blanks: " "
      default: token.text
      }
    }
    .joined()
  }

  /// The tokens of a line. If numbers may change their width, blanks around them do not count.
  private func pieces(of line: some StringProtocol) -> [TextToken] {
    let tokens = TextToken.tokens(of: line)
    guard rules.digits != nil || rules.passesDurations && tokens.contains(where: \.isDuration) else { return tokens }
    return tokens.filter { if case .blanks = $0 { false } else { true } }
  }

  private func agree(_ old: TextToken, _ new: TextToken) -> Bool {
    switch (old, new) {
    case (.duration, .duration): rules.passesDurations
    case (.fraction(_, let old), .fraction(_, let new)): rules.digits.map { Self.agree(old, new, digits: $0) } ?? false
    default: false
    }
  }

  /// True if two numbers differ by no more than half a unit of the last of `digits` significant digits.
  static func agree(_ old: Double, _ new: Double, digits: Int) -> Bool {
    if old == new { return true }
    guard old.isFinite, new.isFinite else { return false }
    let exponent = log10(max(old.magnitude, new.magnitude)).rounded(.down)
    let unit = pow(10, exponent - Double(digits - 1))
    // Slightly more, to allow for rounding of binary fractions.
    return (old - new).magnitude <= 0.5 * unit * (1 + 1e-9)
  }
}
