import Foundation
import Tensors

/// The number of points in each of many hexagons: matplotlib's `hexbin`, for more points than one can see apart.
///
/// ```swift
/// let cloud = HexbinMark(x: x, y: y, columns: 30)
/// ```
public struct HexbinMark: Mark {
  /// The centre of each hexagon that contains a point, in the data's units.
  let centers: [Point]
  /// The number of points in each of them.
  public let counts: [Int]
  /// The distances between two middles of a row, and between every second row.
  let cell: (width: Double, height: Double)
  let bounds: (low: Point, high: Point)?
  private let areDates: (x: Bool, y: Bool)
  /// Only its name and opacity matter here.
  public var style = MarkStyle()
  var scale: ColorScale

  /// The middle of a hexagon, counted in half cells.
  private struct Place: Hashable {
    let column: Int
    let row: Int
  }

  /// Counts points in hexagons; non-finite points are left out.
  ///
  /// - Parameters:
  ///   - x: places across.
  ///   - y: places upwards.
  ///   - columns: the number of hexagons across.
  ///   - colorMap: of the counts.
  /// - Precondition: `x` and `y` have the same count, and 1 to 1000 columns.
  public init(x: some PlotData, y: some PlotData, columns: Int = 30, colorMap: ColorMap = .viridis) {
    require(columns > 0 && columns <= 1000, "a hexbin needs 1 to 1000 columns, not \(columns); 30 is usual")
    let (xs, ys) = matched(x, y, "a hexbin")
    areDates = (xs.isDates, ys.isDates)
    let points = zip(xs.numbers, ys.numbers).filter { $0.isFinite && $1.isFinite }
    let (left, right) = (points.map(\.0).min() ?? 0, points.map(\.0).max() ?? 1)
    let (bottom, top) = (points.map(\.1).min() ?? 0, points.map(\.1).max() ?? 1)
    // Hexagons are regular if the plot is as matplotlib's: √3 columns per row.
    let rows = max(Int((Double(columns) / 3.0.squareRoot()).rounded(.down)), 1)
    let width = right > left ? (right - left) / Double(columns) : 1
    let height = top > bottom ? (top - bottom) / Double(rows) : 1
    var counted: [Place: Int] = [:]
    for (x, y) in points {
      let (across, up) = ((x - left) / width, (y - bottom) / height)
      // Centres of even rows are at whole numbers, those of odd rows half a cell further in both directions.
      let even = (across.rounded(), up.rounded())
      let odd = (across.rounded(.down) + 0.5, up.rounded(.down) + 0.5)
      func distance(_ middle: (Double, Double)) -> Double {
        pow(across - middle.0, 2) + 3 * pow(up - middle.1, 2)
      }
      let nearest = distance(even) <= distance(odd) ? even : odd
      counted[Place(column: Int(nearest.0 * 2), row: Int(nearest.1 * 2)), default: 0] += 1
    }
    let cells = counted.sorted { ($0.key.column, $0.key.row) < ($1.key.column, $1.key.row) }
    centers = cells.map {
      Point(x: left + Double($0.key.column) / 2 * width, y: bottom + Double($0.key.row) / 2 * height)
    }
    counts = cells.map(\.value)
    cell = (width, height)
    bounds = points.isEmpty ? nil : (Point(x: left, y: bottom), Point(x: right, y: top))
    scale = ColorScale(map: colorMap, darkMap: colorMap, low: 0, high: Double(counts.max() ?? 1))
  }

  /// The hexagons, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension HexbinMark: Drawing {
  var depth: Int { 1 }
  var takesPaletteColor: Bool { false }
  var colorScale: ColorScale? { scale }

  var summary: String {
    "\(counted(counts.reduce(0, +), "point"))\(named(style)) in \(counted(counts.count, "hexagon")), at most "
      + "\(counts.max() ?? 0) in one"
  }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    guard let bounds else { return }
    let across = [bounds.low.x - cell.width / 2, bounds.high.x + cell.width / 2]
    let up = [bounds.low.y - cell.height / 2, bounds.high.y + cell.height / 2]
    x.include(PlotColumn(numbers: across, areDates: areDates.x))
    y.include(PlotColumn(numbers: up, areDates: areDates.y))
  }

  func withColors(from low: Double, to high: Double) -> any Drawing {
    var copy = self
    (copy.scale.low, copy.scale.high) = (low, high)
    return copy
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let map = scale.map(in: plot.theme)
    let (half, sixth) = (cell.width / 2, cell.height / 6)
    for (center, count) in zip(centers, counts) {
      let corners = [(0, 2), (half, 1), (half, -1), (0, -2), (-half, -1), (-half, 1)].map {
        Point(x: plot.x.position(center.x + $0.0), y: plot.y.position(center.y + Double($0.1) * sixth))
      }
      guard corners.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { continue }
      let color = map.tone(at: scale.fraction(of: Double(count))).faded(by: style.opacity)
      canvas.fillPolygon(corners, color: color)
      // The edge closes the hair between two neighbours.
      canvas.polyline(corners + corners.prefix(1), color: color, width: 0.5)
    }
  }
}
