import Foundation
import Tensors

/// The rule that sorts values into bins.
///
/// ```swift
/// let figure = histogram([1.0, 1.2, 2.5], bins: 4)
/// ```
public enum HistogramBins: Hashable, Sendable {
  /// Like numpy's `auto`: the narrower of Sturges' and Freedman and Diaconis' bins.
  case automatic
  /// Equal bins from the smallest to the largest value.
  case count(Int)
  /// Given edges, ascending; the last bin includes its upper edge.
  case edges([Double])
}

extension HistogramBins: ExpressibleByIntegerLiteral {
  /// As many equal bins as a number says: matplotlib's `bins=20`.
  public init(integerLiteral count: Int) { self = .count(count) }
}

extension HistogramBins: ExpressibleByArrayLiteral {
  /// The borders that a list has: matplotlib's `bins=[0, 1, 5]`.
  public init(arrayLiteral edges: Double...) { self = .edges(edges) }
}

/// Bars that show the number of values in each bin; values that are not finite are left out.
///
/// ```swift
/// let spread = HistogramMark([1.0, 1.2, 2.5, 2.6, 2.7], bins: .count(3))
/// ```
public struct HistogramMark: Mark {
  /// The edges of the bins, one more than bins.
  public let edges: [Double]
  /// The number of values in each bin, or their density, which has an area of 1.
  public let heights: [Double]
  /// Colour, name, opacity.
  public var style = MarkStyle()
  private let count: Int
  private let isDates: Bool

  /// Counts values, as `numpy.histogram`.
  ///
  /// - Parameters:
  ///   - values: the numbers.
  ///   - bins: how they are sorted.
  ///   - isDensity: whether the area of all bars is 1, which makes samples of different sizes comparable.
  /// - Precondition: there are at most 2²⁰ bins.
  public init(_ values: some PlotData, bins: HistogramBins = .automatic, isDensity: Bool = false) {
    let column = values.plotColumn
    isDates = column.isDates
    let finite = column.numbers.filter(\.isFinite).sorted()
    let edges = Self.edges(of: finite, bins: bins)
    self.edges = edges
    self.count = finite.count
    var counts = [Double](repeating: 0, count: max(edges.count - 1, 0))
    var bin = 0
    for value in finite {
      while bin + 1 < counts.count, value >= edges[bin + 1] { bin += 1 }
      if !counts.isEmpty, value >= edges[0], value <= edges[counts.count] { counts[bin] += 1 }
    }
    let total = counts.reduce(0, +)
    heights =
      isDensity && total > 0 ? counts.indices.map { counts[$0] / total / (edges[$0 + 1] - edges[$0]) } : counts
  }

  /// The bars, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }

  private static func edges(of sorted: [Double], bins: HistogramBins) -> [Double] {
    if case .edges(let edges) = bins { return edges }
    guard var low = sorted.first, var high = sorted.last else { return [0, 1] }
    if low == high { (low, high) = (low - 0.5, high + 0.5) }
    let count =
      switch bins {
      case .count(let count): checked(count)
      default: automaticCount(sorted, span: high - low)
      }
    return (0...count).map { low + (high - low) * Double($0) / Double(count) }
  }

  private static func checked(_ count: Int) -> Int {
    require(count <= 1 << 20, "a histogram of \(count) bins cannot be drawn; give at most \(1 << 20)")
    return max(count, 1)
  }

  private static func automaticCount(_ sorted: [Double], span: Double) -> Int {
    let count = Double(sorted.count)
    let sturges = span / (log2(count) + 1)
    let spread = Quantiles.value(0.75, of: sorted) - Quantiles.value(0.25, of: sorted)
    let freedmanDiaconis = 2 * spread / cbrt(count)
    let width = freedmanDiaconis > 0 ? min(sturges, freedmanDiaconis) : sturges
    let bins = (span / width).rounded(.up)
    return bins.isNaN ? 1 : Int(min(max(bins, 1), 1000))
  }
}

/// Quantiles: values below which a fraction of the others lie.
enum Quantiles {
  /// Linear between the two nearest values, like numpy's default; `sorted` must be ascending and not empty.
  static func value(_ share: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.last else { return .nan }
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    guard below + 1 < sorted.count else { return last }
    return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - Double(below))
  }
}

extension HistogramMark: Drawing {
  var depth: Int { 1 }
  var legendSymbol: LegendSymbol { .area }
  var summary: String { "a histogram\(named(style)) of \(counted(count, "value")) in \(counted(heights.count, "bin"))" }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include(PlotColumn(numbers: edges, areDates: isDates))
    y.include([0] + heights)
    y.sticky.append(0)
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let foot = plot.y.position(0).isFinite ? plot.y.position(0) : plot.frame.bottom
    let sides = edges.map { (plot.x.position($0) * canvas.scale).rounded() / canvas.scale }
    for (index, height) in heights.enumerated() where height > 0 {
      let top = (plot.y.position(height) * canvas.scale).rounded() / canvas.scale
      // A gap of one device pixel keeps bars apart as long as they are wide enough.
      let gap = sides[index + 1] - sides[index] > 4 / canvas.scale ? 1 / canvas.scale : 0
      let bar = Rectangle(left: sides[index], top: top, right: sides[index + 1] - gap, bottom: foot)
      canvas.fill(bar, color: plot.color)
    }
  }

  func landmarks(in plot: DrawingContext) -> [Point] {
    let middles = zip(edges, edges.dropFirst()).map { plot.x.position(($0 + $1) / 2) }
    return zip(middles, heights).flatMap { middle, height in
      (1...4).map { Point(x: middle, y: plot.y.position(height * Double($0) / 4)) }
    }
    .sample()
  }
}
