public import Foundation
public import Tables

extension Date: PlotValue {
  /// Points in time, on an axis with the ticks of a calendar in UTC.
  public static func plotColumn(of values: [Date]) -> PlotColumn { PlotColumn(dates: values) }
}

extension Bool: PlotValue {
  /// The names `false` and `true`.
  public static func plotColumn(of values: [Bool]) -> PlotColumn {
    PlotColumn(names: values.map { $0 ? "true" : "false" })
  }
}

extension Column: PlotData {
  /// The values of the column; a missing number or date leaves a gap, a missing name is called –.
  public var plotColumn: PlotColumn { eraseToAnyColumn().plotColumn }
}

extension AnyColumn: PlotData {
  /// The values of the column; a missing number or date leaves a gap, a missing name is called –.
  public var plotColumn: PlotColumn {
    switch axisKind {
    case .numbers: PlotColumn(numbers: numbers)
    case .dates: PlotColumn(seconds: numbers)
    case .names: PlotColumn(names: texts.map { $0 ?? "–" })
    }
  }
}
