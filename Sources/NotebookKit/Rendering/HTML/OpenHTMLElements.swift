/// The elements that may be open at a position of HTML: a superset of those that a parser has open there.
struct OpenHTMLElements {
  private var names: [String] = []
  /// Number of those that are copied into following blocks.
  private(set) var formattingCount = 0
  /// True if an element was open in which HTML's own rules do not apply.
  private(set) var isUnusual = false
  /// True if no end tag counts.
  var ignoresEnds = false
  /// True if markup may have ended an image or formula before its end tag.
  private var foreignIsUnsure = false
  private var tableCount = 0

  var count: Int { names.count }

  /// True if the position is certainly within the markup of an image or formula.
  var isSurelyForeign: Bool { !foreignIsUnsure && isForeign }

  mutating func open(_ tag: HTMLTagScanner.Tag) {
    if HTMLTagNames.unusual.contains(tag.name) { isUnusual = true }
    if HTMLTagNames.obscure.contains(tag.name) { foreignIsUnsure = true }
    if isForeign, HTMLTagNames.breakingOut.contains(tag.name) { foreignIsUnsure = true }
    // Only in an image or formula may an element end itself.
    if HTMLTagNames.void.contains(tag.name) || tag.isSelfClosing && isSurelyForeign { return }
    if HTMLTagNames.tableParts.contains(tag.name), tableCount == 0 { return }
    if endsLike(tag.name) { return }
    names.append(tag.name)
    if HTMLTagNames.formatting.contains(tag.name) { formattingCount += 1 }
    if tag.name == "table" { tableCount += 1 }
  }

  mutating func close(_ name: String) {
    if ignoresEnds { return }
    if names.last != name, isForeign { foreignIsUnsure = true }
    if HTMLTagNames.tableParts.contains(name), tableCount == 0 { return }
    var index = names.count - 1
    if HTMLTagNames.closesImplied.contains(name) {
      while index >= 0, names[index] != name, HTMLTagNames.implied.contains(names[index]) { index -= 1 }
    }
    if index >= 0, names[index] == name { remove(from: index) }
  }

  /// True if an element closes an open one of its name, whose end tag was omitted.
  private mutating func endsLike(_ name: String) -> Bool {
    guard let skipped = HTMLTagNames.endsItsLike[name] else { return false }
    var index = names.count - 1
    while index >= 0, names[index] != name, skipped.contains(names[index]) { index -= 1 }
    guard index >= 0, names[index] == name else { return false }
    remove(from: index + 1)
    return true
  }

  private mutating func remove(from index: Int) {
    for name in names[index...] {
      if HTMLTagNames.formatting.contains(name) { formattingCount -= 1 }
      if name == "table" { tableCount -= 1 }
    }
    names.removeSubrange(index...)
  }

  private var isForeign: Bool {
    guard isUnusual else { return false }
    for name in names.reversed() {
      if name == "svg" || name == "math" { return true }
      if HTMLTagNames.holdsHTML.contains(name) || HTMLTagNames.breakingOut.contains(name) { return false }
    }
    return false
  }
}
