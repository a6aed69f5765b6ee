/// What a program wrote for a terminal, as a page can show it.
enum TerminalText {
  /// The text without escape sequences, where a carriage return begins its line anew, as a progress bar wants it.
  ///
  /// As in a terminal, what is written after the return covers what stood there; a longer rest stays.
  static func plain(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x1B || $0 == 0x0D || $0 == 0x08 }) else { return text }
    let lines = withoutEscapes(text).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map(overwritten).joined(separator: "\n")
  }

  private static func withoutEscapes(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      guard scalar == "\u{1B}" else {
        // Swift sees one Character in \r\n; a line end is a line end.
        if scalar == "\r", scalars.first == "\n" { continue }
        result.append(scalar)
        continue
      }
      switch scalars.popFirst() {
      case "[":
        while let next = scalars.popFirst(), !("\u{40}"..."\u{7E}").contains(next) {}
      case "]":
        while let next = scalars.popFirst(), next != "\u{07}" {
          if next == "\u{1B}" {
            _ = scalars.popFirst()
            break
          }
        }
      default: break
      }
    }
    return String(result)
  }

  private static func overwritten(_ line: Substring) -> String {
    guard line.unicodeScalars.contains(where: { $0 == "\r" || $0 == "\u{08}" }) else { return String(line) }
    var shown: [Character] = []
    var column = 0
    for character in line {
      switch character {
      case "\r": column = 0
      case "\u{08}": column = max(0, column - 1)
      default:
        if column < shown.count { shown[column] = character } else { shown.append(character) }
        column += 1
      }
    }
    return String(shown)
  }
}
