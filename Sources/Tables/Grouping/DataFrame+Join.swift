import Tensors

/// The rows of two data frames that a join keeps.
///
/// ```swift
/// let all = sessions.joined(pupils, on: "pupil", kind: .left)
/// ```
public enum JoinKind: String, Hashable, Sendable, CaseIterable {
  /// Rows whose key is in both.
  case inner
  /// All rows of the left one.
  case left
  /// All rows of the right one.
  case right
  /// All rows of both.
  case full
}

extension DataFrame {
  /// The rows of two data frames side by side where a column has equal values: pandas' `merge`.
  ///
  /// Rows are in the order of the left data frame, rows that are only in the right one come last. The key is one
  /// column; other columns that both have are called `left.name` and `right.name`. A missing key fits no other.
  ///
  /// - Precondition: Both have the column, with values of one type.
  public func joined(_ other: DataFrame, on columnName: String, kind: JoinKind = .inner) -> DataFrame {
    joined(other, on: (left: columnName, right: columnName), kind: kind)
  }

  /// The rows of two data frames side by side where a column of one has the value of a column of the other.
  ///
  /// - Precondition: Each has its column, with values of one type.
  public func joined(
    _ other: DataFrame, on columnNames: (left: String, right: String), kind: JoinKind = .inner
  ) -> DataFrame {
    let (left, right) = (self[columnNames.left], other[columnNames.right])
    guard let (keys, codes) = left.storage.keys(with: right.storage) else {
      fatalError(
        "“\(left.name)” holds \(left.typeName) at the left and “\(right.name)” \(right.typeName) at the right; "
          + "read both as one type, or transform one of them")
    }
    let pairs = JoinedRows(keys.codes, left.storage.missing, codes, right.storage.missing, kind: kind)
    let rest = other.columns.filter { $0.name != right.name }
    // A column that both have gets two names; the key column has the left's.
    let shared = Set(columnNames.left == columnNames.right ? [] : [columnNames.left]).union(names(but: left.name))
      .intersection(rest.map(\.name))
    var result = DataFrame()
    for (column, taken) in zip(columns, taking(pairs.left).columns) {
      var part = taken
      if column.name == left.name { part = column.storage.filling(pairs.left, from: right.storage, pairs.right) }
      if shared.contains(column.name) { part.name = "left.\(column.name)" }
      result.append(column: part)
    }
    for (column, taken) in zip(rest, DataFrame(columns: rest).taking(pairs.right).columns) {
      var part = taken
      if shared.contains(column.name) { part.name = "right.\(column.name)" }
      result.append(column: part)
    }
    return result
  }

  private func names(but name: String) -> [String] { columnNames.filter { $0 != name } }
}

/// The rows of both sides that are side by side; -1 if one has none.
private struct JoinedRows {
  private(set) var left: [Int] = []
  private(set) var right: [Int] = []

  init(
    _ leftCodes: [Int], _ leftMissing: [Bool], _ rightCodes: [Int], _ rightMissing: [Bool], kind: JoinKind
  ) {
    let count = Swift.max(leftCodes.max() ?? -1, rightCodes.max() ?? -1) + 1
    // The right rows of each code as a list of links, so a million keys need no million arrays.
    var first = [Int](repeating: -1, count: count)
    var next = [Int](repeating: -1, count: rightCodes.count)
    for row in rightCodes.indices.reversed() where !rightMissing[row] {
      next[row] = first[rightCodes[row]]
      first[rightCodes[row]] = row
    }
    var isUsed = [Bool](repeating: false, count: rightCodes.count)
    let keepsLeft = kind == .left || kind == .full
    for (row, code) in leftCodes.enumerated() {
      var match = leftMissing[row] ? -1 : first[code]
      if match < 0, keepsLeft { append(row, -1) }
      while match >= 0 {
        append(row, match)
        isUsed[match] = true
        match = next[match]
      }
    }
    if kind == .right || kind == .full {
      for row in rightCodes.indices where !isUsed[row] { append(-1, row) }
    }
  }

  private mutating func append(_ leftRow: Int, _ rightRow: Int) {
    left.append(leftRow)
    right.append(rightRow)
  }
}
