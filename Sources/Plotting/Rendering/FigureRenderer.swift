import Foundation
import Images

/// Lays out the plots of a figure and draws them.
struct FigureRenderer {
  let figure: Figure
  let theme: Theme
  let canvas: Canvas

  /// - Throws: as the canvas does.
  static func render(_ figure: Figure, theme: Theme, scale: Double) throws(PlottingError) -> Image {
    let canvas = try Canvas(
      width: figure.width * 96, height: figure.height * 96, scale: scale, background: theme.background)
    FigureRenderer(figure: figure, theme: theme, canvas: canvas).draw()
    return try canvas.image()
  }

  /// The figure as SVG, drawn at the scale of images, so both look the same.
  ///
  /// - Throws: as the canvas does.
  static func svg(of figure: Figure, theme: Theme) throws(PlottingError) -> Data {
    let canvas = try Canvas(
      width: figure.width * 96, height: figure.height * 96, scale: Figure.standardScale, background: theme.background,
      isVector: true)
    FigureRenderer(figure: figure, theme: theme, canvas: canvas).draw()
    return try canvas.svg(width: figure.width * 96, height: figure.height * 96)
  }

  private func draw() {
    let places = place()
    for (layout, frame) in places {
      AxesRenderer(layout: layout, frame: frame, theme: theme, canvas: canvas).draw()
    }
    drawSharedColorBar(beside: places.map(\.frame))
    if let title {
      let place = Point(x: figure.width * 48, y: Metrics.edge + 3)
      canvas.text(title, at: place, anchor: .top, font: titleFont, color: theme.foreground)
    }
  }

  private var titleFont: Font { Font(size: Metrics.figureTitleSize) }

  /// The title of the whole figure, in lines that fit.
  private var title: String? {
    figure.title.map { canvas.wrapped($0, font: titleFont, width: figure.width * 96 - 2 * Metrics.edge) }
  }

  /// The plots with their ticks and frames; plots without enough room are left out.
  func place() -> [(layout: AxesLayout, frame: Rectangle)] {
    var layouts = makeLayouts()
    let page = Rectangle(left: 0, top: 0, right: figure.width * 96, bottom: figure.height * 96)
    let titleHeight = title.map { canvas.size(of: $0, font: titleFont).height + 14 } ?? 0
    var cells = [Rectangle](repeating: page, count: layouts.count)
    // Ticks depend on the frame's size, and the frame's size on the ticks' labels: twice is enough.
    for _ in 0..<2 {
      for index in layouts.indices {
        let frame = cells[index].width == page.width ? page.inset(by: 40) : cells[index]
        layouts[index].chooseTicks(width: max(frame.width, 1), height: max(frame.height, 1), canvas: canvas)
      }
      cells = frames(of: layouts, in: page, titleHeight: titleHeight)
    }
    return zip(layouts, cells).filter { $1.width >= 2 && $1.height >= 2 }.map { layout, frame in
      var layout = layout
      let frame =
        layout.axes.isPolar ? square(frame) : layout.axes.isEqualAspect ? withEqualAspect(frame, layout: layout) : frame
      layout.chooseTicks(width: frame.width, height: frame.height, canvas: canvas)
      return (layout, frame)
    }
  }

  private func makeLayouts() -> [AxesLayout] {
    let extents = figure.axes.map(\.extents)
    var shared = (x: AxisExtent(), y: AxisExtent())
    for extent in extents {
      shared.x.include(extent.x)
      shared.y.include(extent.y)
    }
    return figure.axes.indices.map { index in
      var axes = figure.axes[index]
      let isBottom = index + figure.columns >= figure.axes.count
      let isLeft = index % figure.columns == 0
      if figure.sharesX, !isBottom {
        axes.x.showsTickLabels = false
        axes.x.label = nil
      }
      if figure.sharesY, !isLeft {
        axes.y.showsTickLabels = false
        axes.y.label = nil
      }
      return AxesLayout(
        axes: axes, x: figure.sharesX ? shared.x : extents[index].x, y: figure.sharesY ? shared.y : extents[index].y,
        secondY: extents[index].secondY)
    }
  }

  /// The frames of all plots: equally large, and aligned in rows and columns.
  private func frames(of layouts: [AxesLayout], in page: Rectangle, titleHeight: Double) -> [Rectangle] {
    var byColumn = [Margins](repeating: Margins(), count: figure.columns)
    var byRow = [Margins](repeating: Margins(), count: figure.rows)
    for (index, layout) in layouts.enumerated() {
      let margins = layout.margins(canvas: canvas)
      byColumn[index % figure.columns] = byColumn[index % figure.columns].union(margins)
      byRow[index / figure.columns] = byRow[index / figure.columns].union(margins)
    }
    let isGrid = layouts.count > 1
    let gap = isGrid ? 12.0 : 0
    var outer = Margins(left: Metrics.edge, top: Metrics.edge, right: Metrics.edge, bottom: Metrics.edge)
    if figure.margins == .classic, !isGrid {
      outer.left = max(1, 0.125 * page.width - byColumn[0].left)
      outer.right = max(outer.right, 0.1 * page.width - byColumn[0].right)
      outer.top = max(outer.top, 0.12 * page.height - byRow[0].top)
      outer.bottom = max(outer.bottom, 0.11 * page.height - byRow[0].bottom)
    }
    outer.right += sharedColorBarWidth
    let taken = byColumn.reduce(0) { $0 + $1.left + $1.right } + gap * Double(figure.columns - 1)
    let width = (page.width - outer.left - outer.right - taken) / Double(figure.columns)
    let stacked = byRow.reduce(0) { $0 + $1.top + $1.bottom } + gap * Double(figure.rows - 1)
    let height = (page.height - titleHeight - outer.top - outer.bottom - stacked) / Double(figure.rows)
    // Whole pixels, the same number for all: rounded one by one, neighbours would differ.
    let size = isGrid ? Point(x: width.rounded(.down), y: height.rounded(.down)) : nil
    var frames: [Rectangle] = []
    var top = outer.top + titleHeight
    for row in 0..<figure.rows {
      var left = outer.left
      for column in 0..<figure.columns where row * figure.columns + column < layouts.count {
        left += byColumn[column].left
        let start = Point(x: left.rounded(), y: (top + byRow[row].top).rounded())
        frames.append(
          Rectangle(
            left: start.x, top: start.y, right: size.map { start.x + $0.x } ?? (left + width).rounded(),
            bottom: size.map { start.y + $0.y } ?? (top + byRow[row].top + height).rounded()))
        left += width + byColumn[column].right + gap
      }
      top += byRow[row].top + height + byRow[row].bottom + gap
    }
    return frames
  }

  /// The largest rectangle within `frame` in which a unit has the same length on both axes.
  private func withEqualAspect(_ frame: Rectangle, layout: AxesLayout) -> Rectangle {
    let x = abs(layout.x.scale.transformed(layout.x.high) - layout.x.scale.transformed(layout.x.low))
    let y = abs(layout.y.scale.transformed(layout.y.high) - layout.y.scale.transformed(layout.y.low))
    let unit = min(frame.width / x, frame.height / y)
    guard unit.isNormal else { return frame }
    let whole = layout.axes.drawings.contains(where: \.hasPixelsOfOneUnit) ? wholePixels(unit) : nil
    let (width, height) = whole.map { ($0 * x, $0 * y) } ?? ((unit * x).rounded(), (unit * y).rounded())
    let left = (frame.center.x - width / 2).rounded()
    let top = layout.axes.isBare ? (frame.center.y - height / 2).rounded() : frame.top
    return Rectangle(left: left, top: top, right: left + width, bottom: top + height)
  }

  /// The largest centred square in a frame.
  private func square(_ frame: Rectangle) -> Rectangle {
    let half = (min(frame.width, frame.height) / 2).rounded(.down)
    let center = frame.center
    return Rectangle(left: center.x - half, top: center.y - half, right: center.x + half, bottom: center.y + half)
  }

  /// Rounds an image's pixel to whole device pixels, unless that makes it much smaller.
  ///
  /// Pixels that are all of one size need no smoothing, and their PNG is a third of a smooth one's.
  private func wholePixels(_ unit: Double) -> Double? {
    let size = (unit * canvas.scale).rounded(.down)
    return size >= 2 && size >= 0.8 * unit * canvas.scale ? size / canvas.scale : nil
  }
}

// MARK: - One colour bar for all plots

extension FigureRenderer {
  /// The layout of a plot that has nothing but the strip.
  private func sharedColorBarLayout(height: Double) -> AxesLayout? {
    guard let bar = figure.sharedColorBar,
      let drawing = figure.axes.flatMap(\.drawings).last(where: { $0.colorScale != nil })
    else { return nil }
    var axes = Axes()
    axes.layers = [MarkLayer(drawing)]
    (axes.x.isVisible, axes.y.isVisible) = (false, false)
    (axes.showsColorBar, axes.colorBarLabel, axes.colorBarTicks) = (true, bar.label, bar.ticks)
    var layout = AxesLayout(axes: axes, x: AxisExtent(), y: AxisExtent())
    layout.chooseTicks(width: 100, height: height, canvas: canvas)
    return layout
  }

  private var sharedColorBarWidth: Double {
    sharedColorBarLayout(height: figure.height * 80)?.margins(canvas: canvas).right ?? 0
  }

  private func drawSharedColorBar(beside frames: [Rectangle]) {
    guard let first = frames.first else { return }
    let all = frames.reduce(first) {
      Rectangle(
        left: min($0.left, $1.left), top: min($0.top, $1.top), right: max($0.right, $1.right),
        bottom: max($0.bottom, $1.bottom))
    }
    guard let layout = sharedColorBarLayout(height: all.height), let scale = layout.colorScale else { return }
    ColorBar(scale: scale, layout: layout, theme: theme).draw(on: canvas, beside: all)
  }
}
