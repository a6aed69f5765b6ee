import Tensors

/// A bar for every value. With names along y, the bars are horizontal.
///
/// ```swift
/// let counts = BarMark(x: ["A3", "B3"], y: [66, 64])
/// let lying = BarMark(x: [66, 64], y: ["A3", "B3"])
/// ```
public struct BarMark: Mark {
  /// Places or lengths across.
  public let x: PlotColumn
  /// Lengths or positions along y.
  public let y: PlotColumn
  /// Colour, name, opacity.
  public var style = MarkStyle()
  var base: [Double]?
  var share = 0.8
  var group = (index: 0, count: 1)

  /// Bars from zero.
  ///
  /// - Precondition: `x` and `y` have the same count.
  public init(x: some PlotData, y: some PlotData) {
    (self.x, self.y) = matched(x, y, "a bar chart")
  }

  /// With bars that begin where others end.
  ///
  /// - Precondition: there is a beginning for every bar.
  public func stacked(on base: some PlotData) -> BarMark {
    let column = base.plotColumn
    require(column.count == x.count, "\(x.count) bars need as many bases, not \(column.count); give one per bar")
    var copy = self
    copy.base = column.numbers
    return copy
  }

  /// A copy as bar number `index`, counted from 0, of `count` bars side by side at every position.
  public func grouped(_ index: Int, of count: Int) -> BarMark {
    var copy = self
    copy.group = (index, max(count, 1))
    return copy
  }

  /// A copy whose bars take this fraction, from 0 to 1, of the distance between two positions.
  public func width(_ share: Double) -> BarMark {
    var copy = self
    copy.share = min(max(share, 0), 1)
    return copy
  }

  /// The bars, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }

  private var isLying: Bool { y.names != nil && x.names == nil }
  private var places: PlotColumn { isLying ? y : x }
  private var lengths: [Double] { isLying ? x.numbers : y.numbers }
}

extension BarMark: Drawing {
  var depth: Int { 1 }
  var legendSymbol: LegendSymbol { .area }
  var summary: String { "\(counted(x.count, "bar"))\(named(style))" }

  /// The distance between two positions, of which a bar takes its fraction.
  private var spacing: Double {
    if places.names != nil { return 1 }
    let sorted = places.numbers.filter(\.isFinite).sorted()
    return zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.min() ?? 1
  }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    let starts = base ?? [Double](repeating: 0, count: lengths.count)
    let ends = zip(starts, lengths).map { $0 + $1 }
    func extendPlaces(_ extent: inout AxisExtent) {
      extent.include(places)
      if places.names == nil {
        extent.include(places.numbers.flatMap { [$0 - spacing * share / 2, $0 + spacing * share / 2] })
      }
    }
    func extendLengths(_ extent: inout AxisExtent) {
      extent.include(starts + ends)
      extent.sticky.append(0)
    }
    if isLying {
      extendPlaces(&y)
      extendLengths(&x)
    } else {
      extendPlaces(&x)
      extendLengths(&y)
    }
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let axis = isLying ? plot.y : plot.x
    let lengthAxis = isLying ? plot.x : plot.y
    let width = spacing * share / Double(group.count)
    for (index, place) in axis.numbers(places).enumerated() {
      let start = base?[index] ?? 0
      let near = place - spacing * share / 2 + Double(group.index) * width
      let sides = [axis.position(near), axis.position(near + width)].map { snapped($0, canvas) }
      var foot = lengthAxis.position(start)
      if !foot.isFinite { foot = lengthAxis.start }
      let ends = [foot, lengthAxis.position(start + lengths[index])].map { snapped($0, canvas) }
      guard (sides + ends).allSatisfy(\.isFinite) else { continue }
      let (across, down) = isLying ? (ends, sides) : (sides, ends)
      let bar = Rectangle(
        left: min(across[0], across[1]), top: min(down[0], down[1]), right: max(across[0], across[1]),
        bottom: max(down[0], down[1]))
      canvas.fill(bar, color: plot.color)
    }
    if lengths.contains(where: { $0 < 0 }) { drawZero(on: canvas, in: plot) }
  }

  /// The line from which bars of both signs start.
  private func drawZero(on canvas: Canvas, in plot: DrawingContext) {
    let (frame, zero) = (plot.frame, canvas.crisp((isLying ? plot.x : plot.y).position(0), lineWidth: 1))
    let start = isLying ? Point(x: zero, y: frame.top) : Point(x: frame.left, y: zero)
    let end = isLying ? Point(x: zero, y: frame.bottom) : Point(x: frame.right, y: zero)
    guard zero.isFinite else { return }
    canvas.line(from: start, to: end, color: plot.theme.axis, width: 1)
  }

  func landmarks(in plot: DrawingContext) -> [Point] {
    let points = plot.points(x, y)
    return (0...4).flatMap { step -> [Point] in
      let share = Double(step) / 4
      return points.map { point in
        isLying
          ? Point(x: plot.x.start + (point.x - plot.x.start) * share, y: point.y)
          : Point(x: point.x, y: plot.y.start + (point.y - plot.y.start) * share)
      }
    }
    .sample()
  }

  /// The nearest edge between two device pixels, so bars have sharp sides.
  private func snapped(_ position: Double, _ canvas: Canvas) -> Double {
    (position * canvas.scale).rounded() / canvas.scale
  }
}
