/// The box that says which colour has which name.
struct Legend {
  private struct Entry {
    var label: String
    var symbol: LegendSymbol
    var color: Color
    var opacity: Double
    var dash: [Double]
    var lineWidth: Double
  }

  private let entries: [Entry]
  private let place: LegendPlace
  private let drawings: [any Drawing]
  private let font: Font
  /// The size of the box, in logical pixels; nothing without named marks.
  let size: (width: Double, height: Double)

  private static let padding = 8.0
  private static let symbolWidth = 24.0
  private static let gap = 8.0

  init(layout: AxesLayout, canvas: Canvas) {
    drawings = layout.axes.drawings
    place = layout.axes.legend
    font = Font(size: layout.axes.tickSize)
    entries = zip(drawings, Series.colors(of: drawings)).compactMap { drawing, series in
      drawing.style.label.map {
        Entry(
          label: $0, symbol: drawing.legendSymbol, color: series.color, opacity: drawing.style.opacity,
          dash: series.dash, lineWidth: drawing.style.lineWidth ?? 2)
      }
    }
    let font = font
    let widest = entries.map { canvas.width(of: $0.label, font: font) }.max() ?? 0
    let rows = Double(entries.count)
    size =
      entries.isEmpty
      ? (0, 0)
      : (
        2 * Self.padding + Self.symbolWidth + Self.gap + widest,
        2 * Self.padding + font.capHeight + (rows - 1) * 1.55 * font.size
      )
  }

  func draw(on canvas: Canvas, in frame: Rectangle, theme: Theme, plot: DrawingContext) {
    guard !entries.isEmpty, place != .none else { return }
    let box = box(in: frame, plot: plot)
    canvas.fillRounded(box, radius: 4, color: theme.background.faded(by: 0.86), edge: theme.grid)
    var middle = box.top + Self.padding + font.capHeight / 2
    for entry in entries {
      draw(entry, on: canvas, left: box.left + Self.padding, middle: middle, theme: theme)
      let place = Point(x: box.left + Self.padding + Self.symbolWidth + Self.gap, y: middle)
      canvas.text(entry.label, at: place, anchor: .left, font: font, color: theme.foreground)
      middle += 1.55 * font.size
    }
  }

  private func draw(_ entry: Entry, on canvas: Canvas, left: Double, middle: Double, theme: Theme) {
    let color = entry.color.tone(in: theme).faded(by: entry.opacity)
    let right = left + Self.symbolWidth
    switch entry.symbol {
    case .line:
      canvas.line(
        from: Point(x: left, y: middle), to: Point(x: right, y: middle), color: color, width: entry.lineWidth,
        dash: entry.dash)
    case .points(let symbol):
      canvas.stamp([Point(x: (left + right) / 2, y: middle)], symbol, size: 6.5, color: color)
    case .area:
      canvas.fill(Rectangle(left: left + 3, top: middle - 5, right: right - 3, bottom: middle + 5), color: color)
    }
  }

  private func box(in frame: Rectangle, plot: DrawingContext) -> Rectangle {
    let inset = 8.0
    func corner(_ place: LegendPlace) -> Rectangle {
      let isLeft = place == .topLeft || place == .bottomLeft
      let isTop = place == .topLeft || place == .topRight
      let left = isLeft ? frame.left + inset : frame.right - inset - size.width
      let top = isTop ? frame.top + inset : frame.bottom - inset - size.height
      return Rectangle(left: left, top: top, right: left + size.width, bottom: top + size.height)
    }
    switch place {
    case .outside:
      let left = frame.right + 12
      return Rectangle(left: left, top: frame.top, right: left + size.width, bottom: frame.top + size.height)
    case .best, .none:
      let landmarks = drawings.flatMap { $0.landmarks(in: plot) }
      let corners = [LegendPlace.topRight, .topLeft, .bottomRight, .bottomLeft].map(corner)
      let covered = corners.map { box in landmarks.count { box.inset(by: -4).contains($0) } }
      let best = covered.indices.min { covered[$0] < covered[$1] } ?? 0
      return corners[best]
    default: return corner(place)
    }
  }
}
