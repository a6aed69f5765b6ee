public import Foundation
public import Tensors

/// Values along one axis: numbers, dates, or names in order of appearance.
///
/// ```swift
/// let column = [1.5, 2.5].plotColumn
/// let names = PlotColumn(names: ["A3", "B3"])
/// ```
public struct PlotColumn: Hashable, Sendable {
  /// The numbers; for names, the positions in order of appearance.
  let numbers: [Double]
  let names: [String]?
  /// True if the numbers are dates, in seconds since 1970.
  let isDates: Bool

  /// A column of numbers.
  public init(numbers: [Double]) {
    self.init(numbers: numbers, names: nil, isDates: false)
  }

  /// A column of names, each with its own position on the axis.
  public init(names: [String]) {
    self.init(numbers: names.indices.map(Double.init), names: names, isDates: false)
  }

  /// A column of dates.
  public init(dates: [Date]) { self.init(seconds: dates.map(\.timeIntervalSince1970)) }

  /// A column of dates in seconds since 1970, NaN for one that is missing.
  init(seconds: [Double]) { self.init(numbers: seconds, areDates: true) }

  /// A column of numbers, which are seconds since 1970 if they are dates.
  init(numbers: [Double], areDates: Bool) { self.init(numbers: numbers, names: nil, isDates: areDates) }

  private init(numbers: [Double], names: [String]?, isDates: Bool) {
    self.numbers = numbers
    self.names = names
    self.isDates = isDates
  }

  var count: Int { numbers.count }
}

/// Anything that can be plotted along an axis: arrays of numbers, dates and names, ranges, tensors, columns of data
/// frames.
///
/// ```swift
/// let heights: any PlotData = [1.5, 2.5]
/// let names: any PlotData = ["A3", "B3"]
/// ```
public protocol PlotData {
  /// The values in order.
  var plotColumn: PlotColumn { get }
}

/// An element of an array that can be plotted.
///
/// ```swift
/// struct Decibels: PlotValue {
///   var level: Double
///   static func plotColumn(of values: [Decibels]) -> PlotColumn { PlotColumn(numbers: values.map(\.level)) }
/// }
/// ```
public protocol PlotValue {
  /// All values of an array, as numbers or as names.
  static func plotColumn(of values: [Self]) -> PlotColumn
}

extension PlotColumn: PlotData {
  /// The column itself.
  public var plotColumn: PlotColumn { self }
}

extension Array: PlotData where Element: PlotValue {
  /// The elements in order.
  public var plotColumn: PlotColumn { Element.plotColumn(of: self) }
}

extension Range: PlotData where Bound == Int {
  /// The integers in order.
  public var plotColumn: PlotColumn { PlotColumn(numbers: map(Double.init)) }
}

extension ClosedRange: PlotData where Bound == Int {
  /// The integers in order.
  public var plotColumn: PlotColumn { PlotColumn(numbers: map(Double.init)) }
}

extension Tensor: PlotData {
  /// All scalars, row by row.
  public var plotColumn: PlotColumn { PlotColumn(numbers: scalars.map(Double.init)) }
}

extension Double: PlotValue {
  /// The numbers as they are.
  public static func plotColumn(of values: [Double]) -> PlotColumn { PlotColumn(numbers: values) }
}

extension Float: PlotValue {
  /// The numbers, widened.
  public static func plotColumn(of values: [Float]) -> PlotColumn { PlotColumn(numbers: values.map(Double.init)) }
}

extension Int: PlotValue {
  /// The numbers, exact up to 2⁵³.
  public static func plotColumn(of values: [Int]) -> PlotColumn { PlotColumn(numbers: values.map(Double.init)) }
}

extension String: PlotValue {
  /// The names.
  public static func plotColumn(of values: [String]) -> PlotColumn { PlotColumn(names: values) }
}
