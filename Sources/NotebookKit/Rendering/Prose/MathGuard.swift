/// Takes TeX out of Markdown before cmark sees it, so that `_` and `\` in it mean what they mean in TeX.
///
/// By Pandoc's rules: `$…$` with no blank just inside, no digit after; `$$…$$` may run over lines. Code is left alone.
struct MathGuard {
  struct Formula: Equatable {
    var tex: String
    var isDisplayed: Bool

    /// The formula as the author wrote it.
    var source: String { isDisplayed ? "$$\(tex)$$" : "$\(tex)$" }
  }

  /// The Markdown with a placeholder for each formula.
  private(set) var markdown = ""
  private(set) var formulas: [Formula] = []

  // Two private code points of the last plane, which stand in no text; if they do, they are taken out.
  private static let opening: Character = "\u{10F8F0}"
  private static let closing: Character = "\u{10F8F1}"

  init(_ text: String) {
    guard text.utf8.contains(UInt8(ascii: "$")) || text.contains(Self.opening) else {
      markdown = text
      return
    }
    var fence: (character: Character, length: Int)?
    var paragraph = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let content = line.drop { " \t>-*+0123456789.)".contains($0) }
      let run = content.prefix { $0 == content.first }
      let isFenceLine = run.count >= 3 && (run.first == "`" || run.first == "~")
      if let open = fence {
        let closes = isFenceLine && run.first == open.character && run.count >= open.length
        if closes, content.dropFirst(run.count).allSatisfy(\.isWhitespace) { fence = nil }
        markdown += line + "\n"
      } else if isFenceLine {
        flush(&paragraph)
        if let character = run.first { fence = (character, run.count) }
        markdown += line + "\n"
      } else if content.allSatisfy(\.isWhitespace) {
        flush(&paragraph)
        markdown += line + "\n"
      } else {
        paragraph += line + "\n"
      }
    }
    flush(&paragraph)
    if markdown.hasSuffix("\n") { markdown.removeLast() }
  }

  /// Calls `text` and `formula` for the parts of a text node in turn.
  func split(_ text: String, text emit: (Substring) -> Void, formula: (Formula) -> Void) {
    var rest = text[...]
    while let start = rest.firstIndex(of: Self.opening) {
      emit(rest[..<start])
      let inner = rest[rest.index(after: start)...]
      guard let end = inner.firstIndex(of: Self.closing), let index = Int(inner[..<end]),
        formulas.indices.contains(index)
      else {
        rest = inner
        continue
      }
      formula(formulas[index])
      rest = inner[inner.index(after: end)...]
    }
    emit(rest)
  }

  /// The text with formulas as they were written, for code that was taken for prose.
  func restored(_ text: String) -> String {
    guard text.contains(Self.opening) else { return text }
    var result = ""
    split(text, text: { result += $0 }, formula: { result += $0.source })
    return result
  }

  // MARK: Scanning

  /// Scans one paragraph, which formulas do not leave, and moves it to the result.
  private mutating func flush(_ paragraph: inout String) {
    defer { paragraph = "" }
    guard paragraph.contains("$") || paragraph.contains(Self.opening) else {
      markdown += paragraph
      return
    }
    let characters = Array(paragraph)
    var index = 0
    while index < characters.count {
      let character = characters[index]
      switch character {
      case "\\" where index + 1 < characters.count:
        markdown.append(character)
        markdown.append(characters[index + 1])
        index += 2
      case "`":
        let end = endOfCode(in: characters, from: index)
        markdown += String(characters[index..<end])
        index = end
      case "$":
        if let end = takeFormula(in: characters, from: index) {
          index = end
        } else {
          markdown.append(character)
          index += 1
        }
      case Self.opening, Self.closing: index += 1
      default:
        markdown.append(character)
        index += 1
      }
    }
  }

  /// The index after a code span, or after the run of backticks if it opens none.
  private func endOfCode(in characters: [Character], from start: Int) -> Int {
    func run(_ index: Int) -> Int { characters[index...].prefix { $0 == "`" }.count }
    let length = run(start)
    var index = start + length
    while index < characters.count {
      guard characters[index] == "`" else {
        index += 1
        continue
      }
      let other = run(index)
      if other == length { return index + length }
      index += other
    }
    return start + length
  }

  private mutating func takeFormula(in characters: [Character], from start: Int) -> Int? {
    let isDisplayed = start + 1 < characters.count && characters[start + 1] == "$"
    let first = start + (isDisplayed ? 2 : 1)
    guard first < characters.count else { return nil }
    if !isDisplayed, characters[first].isWhitespace { return nil }
    var index = first
    while index < characters.count {
      if characters[index] == "\\" {
        index += 2
        continue
      }
      // Code begins where a formula did not end.
      if characters[index] == "`", !isDisplayed { return nil }
      if characters[index] == "$" {
        let tex = String(characters[first..<index])
        let next = index + 1 < characters.count ? characters[index + 1] : " "
        if isDisplayed { return next == "$" ? take(tex, isDisplayed: true, end: index + 2) : nil }
        let isClosing = index > first && !characters[index - 1].isWhitespace && !("0"..."9").contains(next)
        return isClosing ? take(tex, isDisplayed: false, end: index + 1) : nil
      }
      index += 1
    }
    return nil
  }

  private mutating func take(_ tex: String, isDisplayed: Bool, end: Int) -> Int {
    markdown += "\(Self.opening)\(formulas.count)\(Self.closing)"
    let lines = tex.split(separator: "\n", omittingEmptySubsequences: false)
    let unquoted = [lines[0]] + lines.dropFirst().map { $0.trimmingPrefix(/[ \t]*>[ \t]?/) }
    formulas.append(Formula(tex: unquoted.joined(separator: "\n"), isDisplayed: isDisplayed))
    return end
  }
}
