/// The lines of two texts side by side.
package struct TextComparison: Equatable, Sendable {
  /// A line of the old text, of the new one, or of both.
  package struct Row: Equatable, Sendable {
    package var old: String?
    package var new: String?
    package var agrees: Bool
    /// The number of the new text's line, from 1; of a removed line, of the one that follows.
    package var number: Int
  }

  package private(set) var rows: [Row] = []
  /// True if the texts agree only because durations may differ.
  package private(set) var passedDurations = false

  package var agrees: Bool { rows.allSatisfy(\.agrees) }

  init(_ old: String, _ new: String, rules: ComparisonRules) {
    let lines = LineComparison(rules: rules)
    // A line end at the end is one more, empty line: whether it is there is a part of the text.
    let (oldLines, newLines) = (Self.lines(of: old), Self.lines(of: new))
    var number = 1
    for (old, new) in Alignment(oldLines, newLines, by: lines.key).withReplacements {
      var agrees = false
      if let old, let new {
        let result = lines.compare(old, new)
        agrees = result != .different
        passedDurations = passedDurations || result == .sameButForDurations
      }
      rows.append(Row(old: old.map(String.init), new: new.map(String.init), agrees: agrees, number: number))
      if new != nil { number += 1 }
    }
  }

  private static func lines(of text: String) -> [Substring] {
    // By bytes, because \r\n is one character in Swift.
    text.isEmpty ? [] : text[...].utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Substring($0) }
  }

  /// The first difference in a few words, as a terminal shows it.
  var summary: String {
    guard let row = rows.first(where: { !$0.agrees }) else { return "the same" }
    let count = rows.count { !$0.agrees }
    let others = count == 1 ? "" : " (and \(count - 1) more)"
    switch (row.old, row.new) {
    case (let old?, let new?):
      let start = Self.startOfExcerpt(old, new)
      return "line \(row.number) was \(Self.quoted(old, from: start)), is \(Self.quoted(new, from: start))\(others)"
    case (let old?, nil): return "line \(row.number) was \(Self.quoted(old)), is gone\(others)"
    case (nil, let new?): return "line \(row.number) is new: \(Self.quoted(new))\(others)"
    case (nil, nil): return "the same"
    }
  }

  /// The position in two lines from which an excerpt shows where they differ.
  private static func startOfExcerpt(_ old: String, _ new: String) -> Int {
    let common = zip(old, new).prefix { $0 == $1 }.count
    return max(old.count, new.count) > excerptLength && common > 30 ? common - 20 : 0
  }

  private static let excerptLength = 60

  private static func quoted(_ line: String, from start: Int = 0) -> String {
    let excerpt = line.dropFirst(start)
    let opening = start > 0 ? "…" : ""
    return "“\(opening)\(excerpt.prefix(excerptLength))\(excerpt.count > excerptLength ? "…" : "")”"
  }
}
