/// Text that a program wrote for a terminal, in a form that a page can show.
enum TerminalText {
  /// The final text on the terminal: escape sequences are removed, and overwritten text, such as that of a progress
  /// bar, is dropped. As in a terminal, the rest of a longer line stays.
  static func plain(_ text: String) -> String { screen(of: text)?.text ?? text }

  /// The text as HTML, in its colours; no element extends beyond the end of a line.
  static func html(_ text: String) -> String { screen(of: text)?.html ?? text.escapedForHTML }

  /// The terminal that shows the text; nil if it would show the text unchanged.
  private static func screen(of text: String) -> TerminalScreen? {
    guard text.unicodeScalars.contains(where: isControl) else { return nil }
    var reader = TerminalReader(text.unicodeScalars)
    var screen = TerminalScreen()
    while let step = reader.next() { screen.perform(step) }
    return screen
  }

  /// True for a character that controls a terminal; those of code points 128 to 159 are the second form of
  /// two-character sequences.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    [0x08, 0x0D, 0x1B].contains(scalar.value) || (0x80...0x9F).contains(scalar.value)
  }
}

/// Interprets terminal output piece by piece.
private struct TerminalReader {
  private var scalars: Substring.UnicodeScalarView
  /// True if no end of a string follows: without the bell, and with it.
  private var lacksEnd = [false, false]

  init(_ scalars: String.UnicodeScalarView) { self.scalars = scalars[...] }

  mutating func next() -> TerminalStep? {
    while let scalar = scalars.popFirst() {
      switch scalar.value {
      case 0x0D where scalars.first == "\n": continue
      case 0x1B:
        guard let kind = scalars.first, ("\u{20}"..."\u{7E}").contains(kind) else { continue }
        scalars.removeFirst()
        if let step = escape(kind) { return step }
      // Of the second form: ESC [ is 0x9B, and so on.
      case 0x80...0x9F:
        if let kind = Unicode.Scalar(scalar.value - 0x40), let step = escape(kind) { return step }
      default: return .character(scalar)
      }
    }
    return nil
  }

  private mutating func escape(_ kind: Unicode.Scalar) -> TerminalStep? {
    switch kind {
    case "[": return control()
    // Strings to the terminal: device control, start of string, title and links, privacy message, application.
    case "P", "X", "]", "^", "_": skipString(endsAtBell: kind == "]")
    // A character set or similar: intermediate characters, then a final one.
    case "\u{20}"..."\u{2F}": while let next = scalars.popFirst(), ("\u{20}"..."\u{2F}").contains(next) {}
    default: break
    }
    return nil
  }

  private mutating func control() -> TerminalStep? {
    var numbers = [0]
    var isPrivate = false
    while let scalar = scalars.first {
      switch scalar {
      case "0"..."9":
        // No terminal has more lines or columns.
        numbers[numbers.count - 1] = min(numbers[numbers.count - 1] * 10 + Int(scalar.value - 0x30), 9999)
      case ";", ":": if numbers.count < 32 { numbers.append(0) }
      case "\u{20}"..."\u{3F}": isPrivate = true
      case "\u{40}"..."\u{7E}":
        scalars.removeFirst()
        // With a sign before its numbers, `m` does not set colours.
        return isPrivate && scalar == "m" ? nil : .control(final: scalar, numbers: numbers)
      // An interrupted sequence, for example by a line end.
      default: return nil
      }
      scalars.removeFirst()
    }
    return nil
  }

  /// Skips a string up to its end; one without an end is shown, because it may be the whole rest.
  private mutating func skipString(endsAtBell: Bool) {
    let kind = endsAtBell ? 1 : 0
    if lacksEnd[kind] { return }
    let start = scalars
    while let scalar = scalars.popFirst() {
      if scalar.value == 0x9C || (endsAtBell && scalar.value == 0x07) { return }
      if scalar.value == 0x1B {
        if scalars.first == "\\" { scalars.removeFirst() }
        return
      }
    }
    lacksEnd[kind] = true
    scalars = start
  }
}
