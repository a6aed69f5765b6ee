extension Verification {
  /// Lines for the terminal: what differs, by cell and line, then the counts. Remarks and edits of cells that agree are
  /// among them, since nothing is skipped in silence.
  package func lines(path: String) -> [String] {
    var lines: [String] = []
    if isElsewhere {
      lines.append("\(path): \(Self.elsewhere)")
      lines += stampChanges.map { "  \($0)" }
    }
    lines += parameterChanges.map { "\(path): \($0)" }
    for cell in cells { lines += cell.lines(path: path) }
    for value in inlineValues where !value.differences.isEmpty || !value.remarks.isEmpty {
      let place = value.line.map { "\(path):\($0)" } ?? path
      lines += (value.differences.map(\.summary) + value.remarks.map { "passed over: \($0)" })
        .map { "\(place): inline value `\(value.expression)`: \($0)" }
    }
    lines.append("\(path): \(counts)")
    return lines
  }

  /// Sentence about a record that was made elsewhere.
  static let elsewhere =
    "The record was made on another machine: unless a cell says otherwise, fractions are compared to "
    + "\(OutputCheck.digitsElsewhere) digits, and images and sounds with a tolerance."

  /// Counts of cells that agree, differ, and so on, as in `7 cells agree, 1 differs`.
  package var counts: String {
    let compared = cells.filter { $0.outcome == .compared }
    let agreeing = compared.count(where: \.agrees)
    var parts = ["\(agreeing) \(agreeing == 1 ? "cell agrees" : "cells agree")"]
    func add(_ count: Int, _ one: String, _ many: String) {
      if count > 0 { parts.append("\(count) \(count == 1 ? one : many)") }
    }
    add(compared.count - agreeing, "differs", "differ")
    add(cells.count { $0.outcome == .added }, "was added", "were added")
    add(cells.count { $0.outcome == .removed }, "was removed", "were removed")
    add(cells.count { $0.outcome == .skipped }, "is not compared", "are not compared")
    add(inlineValues.count { !$0.differences.isEmpty }, "inline value differs", "inline values differ")
    return parts.joined(separator: ", ")
  }
}

extension CellVerdict {
  fileprivate func lines(path: String) -> [String] {
    let place = "\(line.map { "\(path):\($0)" } ?? path): \(name)"
    let change = changes.isEmpty ? "" : " (\(changes.joined(separator: ", ")))"
    var lines: [String] = []
    if let problem { lines.append("\(place)\(change): \(problem)") }
    switch outcome {
    case .added: lines.append("\(place): The cell is not in the record.")
    case .removed: lines.append("\(place): The cell is only in the record.")
    case .compared, .skipped:
      lines += differences.map { "\(place)\(change): \($0.summary)" }
      if agrees, !changes.isEmpty { lines.append("\(place): \(changes.joined(separator: ", ")); its outputs agree") }
    }
    return lines + remarks.map { "\(place): skipped: \($0)" }
  }
}
