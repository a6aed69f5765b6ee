/// The lines of a terminal of any width, and its cursor.
///
/// Text that only grows is kept whole; a line is split into columns when the cursor returns to it.
struct TerminalScreen {
  private var lines: [Line] = [Line()]
  private var row = 0
  private var column = 0

  private struct Line {
    /// Text that was appended, while nothing was written over.
    var appended = String.UnicodeScalarView()
    /// Text of each column; a character of two columns leaves the second one empty.
    var columns: [String]?
    /// Positions in the appended text at which another style begins, in scalars.
    var styles: [(start: Int, style: TerminalStyle)] = []
    /// Scalars of the appended text; counted only if there are styles.
    var count = 0
    /// The style of each column; later columns have none.
    var columnStyles: [TerminalStyle] = []
  }

  /// The style of the next text.
  private var style = TerminalStyle()
  /// True once a style other than the plain one was used.
  private var hasStyles = false

  /// No terminal has more lines or columns.
  private static let largestMove = 500

  /// All lines.
  var text: String {
    lines.map { line in
      guard let columns = line.columns else { return String(line.appended) }
      return columns.joined()
    }
    .joined(separator: "\n")
  }

  /// All lines as HTML, with an element around styled text.
  var html: String {
    if !hasStyles { return text.escapedForHTML }
    return lines.map { line in
      guard let columns = line.columns else { return Self.html(of: line) }
      var html = StyledHTML()
      for (column, text) in columns.enumerated() {
        html.append(text, line.columnStyles[safe: column] ?? TerminalStyle())
      }
      return html.text
    }
    .joined(separator: "\n")
  }

  private static func html(of line: Line) -> String {
    guard !line.styles.isEmpty else { return String(line.appended).escapedForHTML }
    var html = StyledHTML()
    var place = line.appended.startIndex
    var start = 0
    for (index, run) in line.styles.enumerated() {
      let style = index == 0 ? TerminalStyle() : line.styles[index - 1].style
      let end = line.appended.index(place, offsetBy: run.start - start)
      html.append(String(line.appended[place..<end]), style)
      (place, start) = (end, run.start)
    }
    html.append(String(line.appended[place...]), line.styles[line.styles.count - 1].style)
    return html.text
  }

  // MARK: - Characters

  mutating func perform(_ step: TerminalStep) {
    switch step {
    case .control(let final, let numbers): control(final, numbers)
    case .character(let scalar): write(scalar)
    }
  }

  private mutating func write(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\n": newLine()
    case "\r": returnTo(0)
    case "\u{08}": returnTo(max(0, position - 1))
    default:
      guard lines[row].columns != nil else { return append(scalar) }
      put(scalar)
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    if hasStyles {
      let last = lines[row].styles.last?.style ?? TerminalStyle()
      if last != style { lines[row].styles.append((lines[row].count, style)) }
    }
    lines[row].appended.append(scalar)
    lines[row].count += 1
  }

  /// The cursor's column; computed on demand for a line that only grows.
  private var position: Int { lines[row].columns == nil ? Self.columns(of: lines[row].appended).count : column }

  private mutating func returnTo(_ target: Int) {
    takeApart()
    column = target
  }

  private mutating func takeApart() {
    guard lines[row].columns == nil else { return }
    let columns = Self.columns(of: lines[row].appended)
    let styles = lines[row].styles.isEmpty ? [] : Self.columnStyles(of: lines[row])
    column = columns.count
    lines[row] = Line(columns: columns, columnStyles: styles)
  }

  private static func columns(of scalars: String.UnicodeScalarView) -> [String] {
    var columns: [String] = []
    for character in String(scalars) {
      if character == "\t" {
        columns += Array(repeating: " ", count: 8 - columns.count % 8)
      } else {
        columns.append(String(character))
        if character.isWide { columns.append("") }
      }
    }
    return columns
  }

  /// The style of each column of appended text.
  private static func columnStyles(of line: Line) -> [TerminalStyle] {
    var styles: [TerminalStyle] = []
    var runs = line.styles[...]
    var style = TerminalStyle()
    var scalar = 0
    for character in String(line.appended) {
      while let run = runs.first, run.start <= scalar {
        style = run.style
        runs.removeFirst()
      }
      scalar += character.unicodeScalars.count
      let width = character == "\t" ? 8 - styles.count % 8 : character.isWide ? 2 : 1
      for _ in 0..<width { styles.append(style) }
    }
    return styles
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    var columns = lines[row].columns ?? []
    // Taken out of the line, so it is not copied for each character.
    lines[row].columns = []
    defer { lines[row].columns = columns }
    if scalar == "\t" {
      column += 8 - column % 8
      return
    }
    if scalar.value >= 0x300, let before = Self.character(before: column, in: columns),
      columns[before].utf8.count < Self.longestCharacter
    {
      // An accent, or the rest of an emoji, belongs to the character before it.
      var joined = columns[before]
      joined.unicodeScalars.append(scalar)
      if joined.count == 1 {
        columns[before] = joined
        return
      }
    }
    let width = Character(scalar).isWide ? 2 : 1
    while columns.count < column + width { columns.append(" ") }
    for place in column..<column + width { Self.clear(&columns, at: place) }
    columns[column] = String(scalar)
    setStyle(from: column, width: width)
    if width == 2 { columns[column + 1] = "" }
    column += width
  }

  private mutating func setStyle(from column: Int, width: Int) {
    guard hasStyles else { return }
    while lines[row].columnStyles.count < column + width { lines[row].columnStyles.append(TerminalStyle()) }
    for place in column..<(column + width) { lines[row].columnStyles[place] = style }
  }

  /// Maximum bytes of a character with its accents; further accents are separate.
  private static let longestCharacter = 64

  private static func character(before column: Int, in columns: [String]) -> Int? {
    guard column > 0, column <= columns.count else { return nil }
    let place = columns[column - 1].isEmpty ? column - 2 : column - 1
    return place >= 0 && !columns[place].isEmpty ? place : nil
  }

  /// Half of a wide character cannot stay.
  private static func clear(_ columns: inout [String], at place: Int) {
    if columns[place].isEmpty, place > 0 { columns[place - 1] = " " }
    if place + 1 < columns.count, columns[place + 1].isEmpty, !columns[place].isEmpty { columns[place + 1] = " " }
    columns[place] = " "
  }

  // MARK: - Moves

  private mutating func newLine() {
    row += 1
    column = 0
    if row == lines.count { return lines.append(Line()) }
    takeApart()
    column = 0
  }

  private mutating func move(to newRow: Int, column newColumn: Int) {
    row = newRow
    takeApart()
    column = newColumn
  }

  private mutating func control(_ final: Unicode.Scalar, _ numbers: [Int]) {
    let count = min(max(1, numbers.first ?? 1), Self.largestMove)
    let below = min(row + count, lines.count - 1)
    switch final {
    case "A": move(to: max(0, row - count), column: position)
    case "B": move(to: below, column: position)
    case "C": move(to: row, column: max(position, min(position + count, Self.largestMove)))
    case "D": move(to: row, column: max(0, position - count))
    case "E": move(to: below, column: 0)
    case "F": move(to: max(0, row - count), column: 0)
    case "G", "`": move(to: row, column: count - 1)
    case "m":
      style.apply(numbers)
      hasStyles = hasStyles || !style.isPlain
    case "J": eraseBelow(numbers.first ?? 0)
    case "K": eraseLine(numbers.first ?? 0)
    default: break
    }
  }

  /// `ESC [ K` from the cursor on, `ESC [ 1 K` up to the cursor, `ESC [ 2 K` the line.
  private mutating func eraseLine(_ kind: Int) {
    takeApart()
    guard var columns = lines[row].columns else { return }
    // Taken out of the line, so it is not copied.
    lines[row].columns = []
    switch kind {
    case 0:
      if column < columns.count { columns.removeSubrange(column...) }
      if column < lines[row].columnStyles.count { lines[row].columnStyles.removeSubrange(column...) }
    case 1: for place in 0..<min(column + 1, columns.count) { Self.clear(&columns, at: place) }
    default: (columns, lines[row].columnStyles) = ([], [])
    }
    lines[row].columns = columns
  }

  /// `ESC [ J` clears the text after the cursor; `ESC [ 2 J` keeps the text that a terminal would scroll away.
  private mutating func eraseBelow(_ kind: Int) {
    guard kind == 0 else { return }
    eraseLine(0)
    lines.removeSubrange((row + 1)...)
  }
}

/// A line's text as HTML; neighbours with the same style share an element.
private struct StyledHTML {
  private var finished = ""
  private var pending = ""
  private var style = TerminalStyle()

  var text: String { finished + element }

  mutating func append(_ text: String, _ style: TerminalStyle) {
    if style != self.style {
      finished += element
      pending = ""
      self.style = style
    }
    pending += text
  }

  private var element: String {
    let text = pending.escapedForHTML
    return style.isPlain || text.isEmpty ? text : "<span class=\"\(style.classes)\">\(text)</span>"
  }
}

/// One instruction to a terminal.
enum TerminalStep {
  case character(Unicode.Scalar)
  /// A sequence of the kind `ESC [ 2 K`.
  case control(final: Unicode.Scalar, numbers: [Int])
}

extension Character {
  /// True if a terminal gives the character two columns: East Asian wide and full-width ones, and emoji.
  fileprivate var isWide: Bool {
    guard let scalar = unicodeScalars.first, scalar.value >= 0x1100 else { return false }
    if scalar.properties.isEmojiPresentation { return true }
    return Self.wideRanges.contains { $0.contains(scalar.value) }
  }

  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x20000...0x3FFFD,
  ]
}
