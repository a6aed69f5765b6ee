import Foundation

/// An axis whose ends are known in data and on the canvas.
struct ResolvedAxis: Sendable {
  let scale: AxisScale
  /// The values at the ends.
  let low: Double
  let high: Double
  /// The positions of the ends, in logical pixels.
  var start = 0.0
  var end = 1.0
  let names: [String]
  /// True if the values are dates, in seconds since 1970.
  let showsDates: Bool
  private let indices: [String: Double]

  /// Chooses the ends: the axis's own limits, else the data's extent with a margin of 5 per cent.
  ///
  /// An axis without data runs from 0 to 1 (logarithmic: 1 to 10); one with a single value has it in the middle.
  init(axis: Axis, extent: AxisExtent) {
    scale = axis.scale
    names = extent.names
    showsDates = extent.holdsDates && extent.names.isEmpty
    indices = Dictionary(uniqueKeysWithValues: zip(names, names.indices.map(Double.init)))
    var extent = extent
    // A single date has its day around it.
    if showsDates, extent.low == extent.high { extent.include([extent.low - 43_200, extent.high + 43_200]) }
    if !names.isEmpty { extent.include([-0.5, Double(names.count) - 0.5]) }
    let (low, high) = Self.ends(of: extent, scale: axis.scale, margin: names.isEmpty ? 0.05 : 0)
    (self.low, self.high) = Self.apart(
      axis.lowerLimit.flatMap { axis.scale.transformed($0).isFinite ? $0 : nil } ?? low,
      axis.upperLimit.flatMap { axis.scale.transformed($0).isFinite ? $0 : nil } ?? high, scale: axis.scale)
  }

  /// The position of a value on the canvas; NaN if the scale cannot map it.
  func position(_ value: Double) -> Double {
    let first = scale.transformed(low)
    let span = scale.transformed(high) - first
    return start + (scale.transformed(value) - first) / span * (end - start)
  }

  /// The value at a position on the canvas.
  func value(at position: Double) -> Double {
    let first = scale.transformed(low)
    let span = scale.transformed(high) - first
    return scale.inverted(first + (position - start) / (end - start) * span)
  }

  /// The positions of a column's values.
  func positions(_ column: PlotColumn) -> [Double] {
    if let names = column.names { return names.map { position(indices[$0] ?? .nan) } }
    guard scale == .linear else { return column.numbers.map(position) }
    let factor = (end - start) / (high - low)
    let offset = start - low * factor
    return column.numbers.map { offset + factor * $0 }
  }

  /// The numeric positions of a column's values on this axis.
  func numbers(_ column: PlotColumn) -> [Double] {
    column.names.map { $0.map { indices[$0] ?? .nan } } ?? column.numbers
  }

  /// These ends, or wider ones if the ends are too close or too far apart for the arithmetic.
  private static func apart(_ low: Double, _ high: Double, scale: AxisScale) -> (Double, Double) {
    let (low, high) = (min(max(low, -1e300), 1e300), min(max(high, -1e300), 1e300))
    if high - low > 1e-12 * max(abs(low), abs(high)), high - low > 1e-290 { return (low, high) }
    if scale.isLog { return (max(low, 1e-290) / 3, max(low, 1e-290) * 3) }
    let pad = max(abs(low) * 0.1, 0.5)
    return (low - pad, low + pad)
  }

  private static func ends(of extent: AxisExtent, scale: AxisScale, margin: Double) -> (Double, Double) {
    let isLog = scale.isLog
    let low = isLog && extent.low <= 0 ? extent.smallestPositive : extent.low
    guard low.isFinite, extent.high.isFinite, low <= extent.high else { return isLog ? (1, 10) : (0, 1) }
    guard apart(low, extent.high, scale: scale) == (low, extent.high) else {
      return apart(low, extent.high, scale: scale)
    }
    let (first, last) = (scale.transformed(low), scale.transformed(extent.high))
    let pad = (last - first) * margin
    return (
      extent.sticky.contains(low) ? low : scale.inverted(first - pad),
      extent.sticky.contains(extent.high) ? extent.high : scale.inverted(last + pad)
    )
  }
}
