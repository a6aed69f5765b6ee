import Foundation
import Tables
import Tensors

/// The distribution of groups of values as smooth, mirrored outlines: matplotlib's `violinplot`.
///
/// The outline is a density by Gaussian kernels, whose width is Scott's: the standard deviation times n⁻⁰·². A line
/// runs from the smallest to the largest value, with a stroke at the median.
/// ```swift
/// let spread = ViolinMark([[1, 2, 3, 4, 9], [2, 3, 4]], names: ["A3", "B3"])
/// ```
public struct ViolinMark: Mark {
  /// The outline of one group.
  struct Outline: Hashable, Sendable {
    /// Values from the smallest to the largest.
    var heights: [Double]
    /// The density at each value; the maximum is 1.
    var widths: [Double]
    var median: Double

    /// Nil without a finite value.
    init?(_ values: [Double], points: Int = 100) {
      let sorted = values.filter(\.isFinite).sorted()
      guard let low = sorted.first, let high = sorted.last else { return nil }
      median = Quantiles.value(0.5, of: sorted)
      let bandwidth = sorted.standardDeviation() * pow(Double(sorted.count), -0.2)
      guard high > low, bandwidth > 0, bandwidth.isFinite else {
        // A single value is a flat violin.
        (heights, widths) = ([low, high], [1, 1])
        return
      }
      let heights = (0..<points).map { low + (high - low) * Double($0) / Double(points - 1) }
      let densities = heights.map { height in
        sorted.reduce(0) { $0 + exp(-0.5 * pow((height - $1) / bandwidth, 2)) }
      }
      let greatest = densities.max() ?? 1
      self.heights = heights
      widths = densities.map { $0 / greatest }
    }
  }

  let names: PlotColumn
  let outlines: [Outline?]
  /// Colour and opacity.
  public var style = MarkStyle()

  /// A violin for every group; groups without a finite value leave a gap.
  ///
  /// - Parameter names: the names below the violins; nil numbers them from 1.
  /// - Precondition: the numbers of names and groups are equal.
  public init(_ groups: [[Double]], names: [String]? = nil) {
    let names = names ?? groups.indices.map { String($0 + 1) }
    require(
      names.count == groups.count,
      "\(groups.count) violins need as many names, not \(names.count); give one per group")
    self.names = PlotColumn(names: names)
    outlines = groups.map { Outline($0) }
  }

  /// The violins, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension ViolinMark: Drawing {
  var depth: Int { 1 }
  var legendSymbol: LegendSymbol { .area }

  var summary: String {
    let medians = zip(names.names ?? [], outlines).compactMap { name, outline in
      outline.map { "\(name) \(TickLabels.spoken($0.median))" }
    }
    let shown = medians.count > 8 ? medians.prefix(7) + ["…"] : medians[...]
    return "\(counted(outlines.count, "violin"))\(named(style)) with medians \(shown.joined(separator: ", "))"
  }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include(names)
    for outline in outlines.compactMap(\.self) { y.include(outline.heights) }
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let half = min(abs(plot.x.position(1) - plot.x.position(0)) * 0.32, 60)
    for (middle, outline) in zip(plot.x.positions(names), outlines) {
      guard let outline else { continue }
      let heights = plot.y.positions(PlotColumn(numbers: outline.heights))
      let right = zip(heights, outline.widths).map { Point(x: middle + half * $1, y: $0) }
      let left = zip(heights, outline.widths).map { Point(x: middle - half * $1, y: $0) }
      guard right.allSatisfy({ $0.y.isFinite }) else { continue }
      canvas.fillPolygon(right + left.reversed(), color: plot.color.faded(by: 0.3))
      canvas.polyline(right + left.reversed() + right.prefix(1), color: plot.color, width: 1)
      let stem = canvas.crisp(middle, lineWidth: 1.5)
      canvas.line(
        from: Point(x: stem, y: heights[0]), to: Point(x: stem, y: heights[heights.count - 1]), color: plot.color,
        width: 1.5)
      for (value, share, width) in [(outline.heights[0], 0.25, 1.5), (outline.median, 0.4, 3)]
        + [(outline.heights[outline.heights.count - 1], 0.25, 1.5)]
      {
        let y = canvas.crisp(plot.y.position(value), lineWidth: width)
        canvas.line(
          from: Point(x: middle - half * share, y: y), to: Point(x: middle + half * share, y: y), color: plot.color,
          width: width)
      }
    }
  }

  func landmarks(in plot: DrawingContext) -> [Point] {
    zip(plot.x.positions(names), outlines).flatMap { middle, outline -> [Point] in
      guard let outline else { return [] }
      return [outline.heights[0], outline.median, outline.heights[outline.heights.count - 1]]
        .map { Point(x: middle, y: plot.y.position($0)) }
    }
  }
}
