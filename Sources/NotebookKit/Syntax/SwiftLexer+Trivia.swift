extension SwiftLexer {
  /// Reads tokens that may occur only at the beginning of a source: a byte order mark, a shebang.
  mutating func takeBeginning() {
    if scalar(at: 0)?.scalar == "\u{FEFF}" { take(to: 3, as: .whiteSpace) }
    if has("#", at: position), has("!", at: position + 1) { take(to: endOfLine(from: position), as: .shebang) }
  }

  mutating func takeWhiteSpace() {
    var end = position + 1
    while let byte = byte(at: end), byte <= 0x20 { end += 1 }
    take(to: end, as: .whiteSpace)
  }

  /// Takes a comment with those nested in it; one that is not closed reaches the end of the source.
  mutating func takeBlockComment() {
    var depth = 0
    var end = position
    repeat {
      if has("/", at: end), has("*", at: end + 1) {
        depth += 1
        end += 2
      } else if has("*", at: end), has("/", at: end + 1) {
        depth -= 1
        end += 2
      } else {
        end += 1
      }
    } while depth > 0 && end < bytes.count
    take(to: end, as: .blockComment)
  }
}
