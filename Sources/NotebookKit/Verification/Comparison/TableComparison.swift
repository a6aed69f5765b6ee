import Display
import Foundation

/// The cells of two tables side by side.
package struct TableComparison: Equatable, Sendable {
  /// A cell of the old table, of the new one, or of both.
  package struct Item: Equatable, Sendable {
    package var old: String?
    package var new: String?
    package var agrees: Bool
  }

  /// The headings, then the rows.
  package private(set) var rows: [[Item]] = []
  package private(set) var captions: Item
  package private(set) var passedDurations = false

  package var agrees: Bool { captions.agrees && rows.allSatisfy { $0.allSatisfy(\.agrees) } }

  init(_ old: Table, _ new: Table, rules: ComparisonRules) {
    let lines = LineComparison(rules: rules)
    var passed = false
    let caption = TextComparison(old.caption ?? "", new.caption ?? "", rules: rules)
    captions = Item(
      old: old.caption, new: new.caption, agrees: caption.agrees && (old.caption == nil) == (new.caption == nil))
    func row(_ old: [String]?, _ new: [String]?) -> [Item] {
      (0..<max(old?.count ?? 0, new?.count ?? 0)).map { column in
        let (before, now) = (old?[safe: column], new?[safe: column])
        guard let before, let now else { return Item(old: before, new: now, agrees: false) }
        let result = lines.compare(before, now)
        passed = passed || result == .sameButForDurations
        return Item(old: before, new: now, agrees: result != .different)
      }
    }
    rows = [row(old.columns, new.columns)]
    let alignment = Alignment(old.rows, new.rows) { $0.map { lines.key(of: $0) } }
    for pair in alignment.withReplacements { rows.append(row(pair.old, pair.new)) }
    passedDurations = passed || captions.agrees && caption.passedDurations
  }

  /// The first difference in a few words.
  var summary: String {
    for (index, row) in rows.enumerated() {
      guard let column = row.firstIndex(where: { !$0.agrees }) else { continue }
      let item = row[column]
      let count = rows.reduce(0) { $0 + $1.count { !$0.agrees } }
      let others = count == 1 ? "" : " (and \(count - 1) more)"
      let heading = index == 0 ? "" : rows[0][safe: column]?.new ?? rows[0][safe: column]?.old ?? ""
      let place = index == 0 ? "heading \(column + 1)" : "row \(index), “\(heading)”"
      return "\(place) was “\(item.old ?? "nothing")”, is “\(item.new ?? "nothing")”\(others)"
    }
    return captions.agrees ? "the same" : "the caption was “\(captions.old ?? "")”, is “\(captions.new ?? "")”"
  }
}
