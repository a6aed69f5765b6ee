/// What a program wrote for a terminal, as a page can show it.
enum TerminalText {
  /// The text as a terminal shows it in the end: without escape sequences, lines overwritten and erased.
  ///
  /// As in a terminal, what is written after a carriage return covers what stood there; a longer rest stays, unless
  /// the program erases it. Colours are left out.
  static func plain(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F || $0 == 0xC2 }) else {
      return text
    }
    var screen = TerminalScreen()
    var scalars = text.unicodeScalars[...]
    var printed = String.UnicodeScalarView()
    func flush(_ screen: inout TerminalScreen) {
      for character in String(printed) { screen.write(character) }
      printed = String.UnicodeScalarView()
    }
    while let scalar = scalars.popFirst() {
      if isPrinted(scalar) {
        printed.append(scalar)
        continue
      }
      flush(&screen)
      switch scalar {
      case "\n": screen.beginLine()
      case "\r": if scalars.first != "\n" { screen.move(toColumn: 0) }
      case "\u{08}": screen.move(byColumns: -1)
      case "\u{1B}": takeEscape(from: &scalars, on: &screen)
      case "\u{9B}": takeControlSequence(from: &scalars, on: &screen)
      case "\u{90}", "\u{98}", "\u{9D}", "\u{9E}", "\u{9F}": skipString(in: &scalars)
      default: break
      }
    }
    flush(&screen)
    return screen.text
  }

  /// True if a scalar is shown; control characters but the tabulator are not.
  private static func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) || scalar == "\t"
  }

  private static func takeEscape(from scalars: inout Substring.UnicodeScalarView, on screen: inout TerminalScreen) {
    switch scalars.popFirst() {
    case "[": takeControlSequence(from: &scalars, on: &screen)
    // Operating system commands, device control strings and others: all end in the same way.
    case "]", "P", "X", "^", "_": skipString(in: &scalars)
    // These choose character sets and widths by one more character.
    case "(", ")", "*", "+", "-", ".", "/", "#", "%", " ": _ = scalars.popFirst()
    default: break
    }
  }

  /// Passes over a string that ends in BEL or in ESC and a backslash.
  private static func skipString(in scalars: inout Substring.UnicodeScalarView) {
    while let next = scalars.popFirst(), next != "\u{07}", next != "\u{9C}" {
      if next == "\u{1B}" {
        _ = scalars.popFirst()
        return
      }
    }
  }

  /// Does what a control sequence says: `ESC [`, numbers, a letter.
  private static func takeControlSequence(
    from scalars: inout Substring.UnicodeScalarView, on screen: inout TerminalScreen
  ) {
    var digits = ""
    var hasEnded = false
    while let next = scalars.popFirst() {
      if ("\u{40}"..."\u{7E}").contains(next) {
        // Only the first number counts for those that are known here; they are no larger than a screen.
        let number = Int(digits).map { min($0, 1_000) }
        perform(next, number, on: &screen)
        return
      }
      if ("0"..."9").contains(next), !hasEnded, digits.utf8.count < 6 {
        digits.unicodeScalars.append(next)
      } else {
        hasEnded = true
      }
    }
  }

  private static func perform(_ command: Unicode.Scalar, _ number: Int?, on screen: inout TerminalScreen) {
    let count = max(number ?? 1, 1)
    switch command {
    case "A", "F":
      screen.move(byRows: -count)
      if command == "F" { screen.move(toColumn: 0) }
    case "B", "E":
      screen.move(byRows: count)
      if command == "E" { screen.move(toColumn: 0) }
    case "C": screen.move(byColumns: count)
    case "D": screen.move(byColumns: -count)
    case "G": screen.move(toColumn: count - 1)
    case "K": screen.eraseLine(number ?? 0)
    case "J": screen.eraseScreen(number ?? 0)
    default: break
    }
  }
}

/// Rows of characters with a place at which the next one is written.
private struct TerminalScreen {
  /// Nil stands for the right half of a wide character.
  private var rows: [[Character?]] = [[]]
  private var row = 0
  private var column = 0

  var text: String { rows.map { String($0.compactMap { $0 }) }.joined(separator: "\n") }

  mutating func write(_ character: Character) {
    let width = character.isWide ? 2 : 1
    while rows[row].count < column { rows[row].append(" ") }
    put(character, at: column)
    if width == 2 { put(nil, at: column + 1) }
    column += width
  }

  mutating func beginLine() {
    row += 1
    column = 0
    if row == rows.count { rows.append([]) }
  }

  mutating func move(toColumn column: Int) { self.column = max(0, column) }

  mutating func move(byColumns count: Int) { column = max(0, column + count) }

  mutating func move(byRows count: Int) { row = min(max(0, row + count), rows.count - 1) }

  /// - Parameter part: 0 for what stands right of the place, 1 for what stands left of it, 2 for both.
  mutating func eraseLine(_ part: Int) {
    switch part {
    case 0: rows[row].removeSubrange(min(column, rows[row].count)...)
    case 1: for index in 0..<min(column + 1, rows[row].count) { rows[row][index] = " " }
    default: rows[row] = []
    }
  }

  /// - Parameter part: 0 for what stands below the place; anything else erases all.
  mutating func eraseScreen(_ part: Int) {
    if part == 0 {
      eraseLine(0)
      rows.removeSubrange((row + 1)...)
    } else {
      for index in rows.indices { rows[index] = [] }
    }
  }

  /// Covers one column; of a wide character that is half covered, nothing stays.
  private mutating func put(_ character: Character?, at column: Int) {
    guard column < rows[row].count else { return rows[row].append(character) }
    if character != nil, rows[row][column] == nil, column > 0 { rows[row][column - 1] = " " }
    if rows[row][column] != nil, column + 1 < rows[row].count, rows[row][column + 1] == nil {
      rows[row][column + 1] = " "
    }
    rows[row][column] = character
  }
}

extension Character {
  /// True if a terminal gives the character two columns.
  fileprivate var isWide: Bool {
    guard let value = unicodeScalars.first?.value, value >= 0x1100 else { return false }
    return switch value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
