import Display
import Files
import Foundation

/// The points of a sweep with their published values: one row per point, one column per parameter and per value.
///
/// It does not depend on the time or order of the runs, so a sweep that was killed and resumed has the same table as
/// one that was not.
package struct SweepTable: Equatable, Sendable {
  package struct Row: Equatable, Sendable {
    package var point: SweepPoint
    /// Nil for a point whose run has not finished.
    package var result: PointResult?
    /// The path of its report from the folder of the sweep.
    package var report: String

    package init(point: SweepPoint, result: PointResult?, report: String) {
      self.point = point
      self.result = result
      self.report = report
    }
  }

  /// The notebook's file name.
  package let notebook: String
  package let rows: [Row]
  /// Parameters that the sweep sets, in the notebook's order.
  let parameterNames: [String]
  /// Published values of all points, in order of first appearance.
  package let valueNames: [String]

  package init(notebook: String, rows: [Row]) {
    self.notebook = notebook
    self.rows = rows
    var parameters: [String] = []
    var values: [String] = []
    for row in rows {
      for setting in row.point.settings where !parameters.contains(setting.name) { parameters.append(setting.name) }
      for value in row.result?.values ?? [] where !values.contains(value.name) { values.append(value.name) }
    }
    parameterNames = parameters
    valueNames = values
  }

  /// The column of a value: its name, or a longer one if a parameter has that name.
  func heading(ofValue name: String) -> String {
    (parameterNames + ["status", "failure", "report"]).contains(name) ? "\(name) (published)" : name
  }

  /// Comma-separated values, in the order of the points: parameters, values, status, failure, report.
  package var csv: String {
    let names = parameterNames + valueNames.map(heading(ofValue:)) + ["status", "failure", "report"]
    return SweepCSV.line(names)
      + rows.map { row in
        let settings = parameterNames.map { row.setting($0)?.plainText ?? "" }
        let values = valueNames.map { row.value($0)?.description ?? "" }
        return SweepCSV.line(settings + values + [row.status, row.result?.failure ?? "", row.report])
      }
      .joined()
  }

  /// The table with its rows sorted by a value; rows without it come last, equal ones in the order of the points.
  ///
  /// - Parameter name: nil takes the value that was published first.
  /// - Throws: ``SweepError/unknownColumn(name:nearest:known:)``.
  package func sorted(by name: String?, descending: Bool = false) throws(SweepError) -> SweepTable {
    guard let name = name ?? valueNames.first else { return self }
    guard valueNames.contains(name) else {
      throw .unknownColumn(name: name, nearest: NearestName.of(name, in: valueNames), known: valueNames)
    }
    let order = rows.indices.sorted { first, second in
      switch (rows[first].sortKey(name), rows[second].sortKey(name)) {
      case (let a?, let b?) where a != b: descending ? b < a : a < b
      case (_?, nil): true
      case (nil, _?): false
      default: first < second
      }
    }
    return SweepTable(notebook: notebook, rows: order.map { rows[$0] }, like: self)
  }

  /// Columns keep their order.
  private init(notebook: String, rows: [Row], like table: SweepTable) {
    self.notebook = notebook
    self.rows = rows
    parameterNames = table.parameterNames
    valueNames = table.valueNames
  }
}

extension SweepTable.Row {
  func setting(_ name: String) -> Parameter.Value? { point.settings.first { $0.name == name }?.value }

  func value(_ name: String) -> PublishedValue.Value? { result?.values.first { $0.name == name }?.value }

  /// The number that a point published under a name; nil for one that is not finite.
  func number(_ name: String) -> Double? {
    if case .number(let number)? = value(name), number.isFinite { number } else { nil }
  }

  /// The state of the point's run, in a word.
  var status: String { result?.status.rawValue ?? "unfinished" }

  /// Numbers come before words, and what is not a number has no key.
  fileprivate enum SortKey: Comparable { case number(Double), text(String) }

  fileprivate func sortKey(_ name: String) -> SortKey? {
    switch value(name) {
    case .number(let number): number.isNaN ? nil : .number(number)
    case .boolean(let value): .number(value ? 1 : 0)
    case .text(let text): .text(text)
    case nil: nil
    }
  }
}
