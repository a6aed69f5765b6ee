import Foundation
import Tensors

/// Parts of a whole as sectors of a circle: matplotlib's `pie`.
///
/// Sectors run counterclockwise from the right, each in the palette's next colour, with its name outside and its
/// percentage inside. Angles are hard to compare; more than a few parts are better bars.
/// ```swift
/// let shares = PieMark([3, 2, 1], names: ["piano", "violin", "harp"])
/// ```
public struct PieMark: Mark {
  let values: [Double]
  let names: [String]
  private var showsPercentages = true
  /// Opacity; the colours are the palette's.
  public var style = MarkStyle()

  /// Sectors in proportion to values.
  ///
  /// - Precondition: The values are not negative, and there are as many names.
  public init(_ values: some PlotData, names: some PlotData) {
    let numbers = values.plotColumn.numbers
    let labels = names.plotColumn
    self.values = numbers
    self.names = labels.names ?? TickLabels.numbers(labels.numbers)
    require(
      self.names.count == numbers.count,
      "\(numbers.count) sectors need as many names, not \(self.names.count); give one per value")
    require(
      numbers.allSatisfy { $0 >= 0 && $0.isFinite },
      "a pie has no sector for \(numbers.first { !($0 >= 0 && $0.isFinite) } ?? 0); give values from 0 on, or draw bars"
    )
  }

  /// Without the percentages inside.
  public func percentagesHidden() -> PieMark {
    var copy = self
    copy.showsPercentages = false
    return copy
  }

  /// The sectors, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension PieMark: Drawing {
  var takesPaletteColor: Bool { false }
  var fillsPlot: Bool { true }
  private var total: Double { values.reduce(0, +) }

  var summary: String {
    let parts = zip(names, values).map { "\($0) \(Self.percent(total > 0 ? $1 / total : 0))" }
    let shown = parts.count > 8 ? parts.prefix(7) + ["…"] : parts[...]
    return "a pie of \(counted(values.count, "sector")): \(shown.joined(separator: ", "))"
  }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include([-1.6, 1.6])
    y.include([-1.25, 1.25])
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    guard total > 0 else { return }
    let center = Point(x: plot.x.position(0), y: plot.y.position(0))
    let radius = abs(plot.x.position(1) - center.x)
    var start = 0.0
    for (index, value) in values.enumerated() where value > 0 {
      let angle = value / total * 2 * .pi
      defer { start += angle }
      let color = Palette.color(index).tone(in: plot.theme).faded(by: style.opacity)
      let steps = max(Int(angle * 40), 2)
      let arc = (0...steps).map { step in
        let turn = start + angle * Double(step) / Double(steps)
        return Point(x: center.x + radius * cos(turn), y: center.y - radius * sin(turn))
      }
      canvas.fillPolygon(values.count == 1 ? arc : [center] + arc, color: color)
      if values.count > 1 {
        canvas.polyline([arc[0], center, arc[steps]], color: plot.theme.background, width: 1.5)
      }
    }
    drawTexts(center, radius, on: canvas, in: plot)
  }

  private func drawTexts(_ center: Point, _ radius: Double, on canvas: Canvas, in plot: DrawingContext) {
    var start = 0.0
    for (index, value) in values.enumerated() where value > 0 {
      let angle = value / total * 2 * .pi
      let middle = start + angle / 2
      start += angle
      func place(_ share: Double) -> Point {
        Point(x: center.x + radius * share * cos(middle), y: center.y - radius * share * sin(middle))
      }
      let anchor: TextAnchor = cos(middle) >= 0 ? .left : .right
      canvas.text(names[index], at: place(1.1), anchor: anchor, font: Font(size: 14), color: plot.theme.foreground)
      let font = Font(size: 13)
      let text = Self.percent(value / total)
      guard showsPercentages, angle * radius * 0.6 > canvas.width(of: text, font: font) else { continue }
      let color = Palette.color(index).tone(in: plot.theme)
      let ink = color.luminance > 0.3 ? RGBA(0x10253F) : RGBA(0xFFFFFF)
      canvas.text(text, at: place(0.62), anchor: .center, font: font, color: ink)
    }
  }

  private static func percent(_ share: Double) -> String {
    TickLabels.spoken((share * 1000).rounded() / 10) + " %"
  }
}
