/// Two texts as one table: lines of the old one and of the new one, with some that agree around them.
enum TextDifferenceRenderer {
  /// Lines that agree above and below one that differs.
  private static let context = 3
  /// Lines of one table; a reader of more wants the files.
  private static let largest = 500

  static func html(_ comparison: TextComparison) -> String {
    // The end of the last line makes no line for a reader.
    let rows =
      comparison.rows.last.map { $0.agrees && $0.new == "" } == true ? comparison.rows.dropLast() : comparison.rows
    var isShown = [Bool](repeating: false, count: rows.count)
    for index in rows.indices where !rows[index].agrees {
      for place in max(0, index - context)...min(rows.count - 1, index + context) { isShown[place] = true }
    }
    var html = "<table class=\"diff\">\n"
    var hidden = 0
    var count = 0
    for (index, row) in rows.enumerated() {
      guard isShown[index] else {
        hidden += 1
        continue
      }
      html += gap(hidden)
      hidden = 0
      guard count < largest else {
        return html
          + "<tr class=\"gap\"><th></th><td>The rest, \(rows.count - index) lines, is left out.</td></tr>\n</table>\n"
      }
      count += 1
      html += self.html(row)
    }
    return html + gap(hidden) + "</table>\n"
  }

  private static func gap(_ count: Int) -> String {
    guard count > 0 else { return "" }
    return "<tr class=\"gap\"><th></th><td>\(count) \(count == 1 ? "line that agrees" : "lines that agree")</td></tr>\n"
  }

  private static func html(_ row: TextComparison.Row) -> String {
    if row.agrees { return "<tr><th>\(row.number)</th><td>\((row.new ?? "").escapedForHTML)</td></tr>\n" }
    switch (row.old, row.new) {
    case (let old?, let new?):
      let marked = marks(old, new)
      return line(marked.old, "old", "recorded") + line(marked.new, "new", "now")
    case (let old?, nil): return line("<del>\(old.escapedForHTML)</del>", "old", "recorded")
    case (nil, let new?): return line("<ins>\(new.escapedForHTML)</ins>", "new", "now")
    case (nil, nil): return ""
    }
  }

  private static func line(_ html: String, _ name: String, _ word: String) -> String {
    "<tr class=\"\(name)\"><th>\(word)</th><td>\(html)</td></tr>\n"
  }

  /// Two lines with their differing part marked: from the first different token to the last.
  private static func marks(_ old: String, _ new: String) -> (old: String, new: String) {
    let before = TextToken.tokens(of: old).map(\.text)
    let now = TextToken.tokens(of: new).map(\.text)
    var start = 0
    while start < min(before.count, now.count), before[start] == now[start] { start += 1 }
    var tail = 0
    while tail < min(before.count, now.count) - start, before[before.count - 1 - tail] == now[now.count - 1 - tail] {
      tail += 1
    }
    func marked(_ tokens: [String], _ tag: String) -> String {
      let middle = tokens[start..<(tokens.count - tail)].joined().escapedForHTML
      return tokens[..<start].joined().escapedForHTML + (middle.isEmpty ? "" : "<\(tag)>\(middle)</\(tag)>")
        + tokens[(tokens.count - tail)...].joined().escapedForHTML
    }
    return (marked(before, "del"), marked(now, "ins"))
  }
}
