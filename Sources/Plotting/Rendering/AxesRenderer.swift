/// Draws one plot with a known frame.
struct AxesRenderer {
  let layout: AxesLayout
  let frame: Rectangle
  let theme: Theme
  let canvas: Canvas
  private var plot: DrawingContext

  init(layout: AxesLayout, frame: Rectangle, theme: Theme, canvas: Canvas) {
    var layout = layout
    let axes = layout.axes
    (layout.x.start, layout.x.end) = axes.x.isReversed ? (frame.right, frame.left) : (frame.left, frame.right)
    let ends = axes.secondY?.isReversed == true ? (frame.top, frame.bottom) : (frame.bottom, frame.top)
    layout.secondY?.start = ends.0
    layout.secondY?.end = ends.1
    (layout.y.start, layout.y.end) = axes.y.isReversed ? (frame.top, frame.bottom) : (frame.bottom, frame.top)
    self.layout = layout
    self.frame = frame
    self.theme = theme
    self.canvas = canvas
    plot = DrawingContext(
      frame: frame, x: layout.x, y: layout.y, theme: theme, color: theme.foreground, dash: [],
      polar: axes.isPolar ? PolarFrame(in: frame) : nil)
  }

  func draw() {
    if let polar = plot.polar { polar.drawGrid(layout: layout, theme: theme, on: canvas) } else { drawGrid() }
    drawMarks()
    if let polar = plot.polar {
      polar.drawLabels(layout: layout, theme: theme, on: canvas)
    } else if !layout.axes.isBare {
      drawFrame()
      drawXAxis()
      drawYAxis()
      drawSecondYAxis()
    }
    drawInsets()
    drawTitle()
    if let scale = layout.colorScale {
      ColorBar(scale: scale, layout: layout, theme: theme).draw(on: canvas, beside: frame)
    }
    Legend(layout: layout, canvas: canvas).draw(on: canvas, in: frame, theme: theme, plot: plot)
  }

  private func drawGrid() {
    let axes = layout.axes
    guard !axes.isBare else { return }
    let isAutomatic = axes.grid == .automatic && !axes.fillsPlot
    let hasAcross = axes.grid == .horizontal || axes.grid == .both || isAutomatic && layout.y.names.isEmpty
    let hasUpwards = axes.grid == .vertical || axes.grid == .both || isAutomatic && layout.x.names.isEmpty
    if hasAcross, axes.y.isVisible {
      for tick in layout.yTicks where !tick.isMinor {
        let y = canvas.crisp(layout.y.position(tick.value), lineWidth: 1)
        canvas.line(from: Point(x: frame.left, y: y), to: Point(x: frame.right, y: y), color: theme.grid, width: 1)
      }
    }
    if hasUpwards, axes.x.isVisible {
      for tick in layout.xTicks where !tick.isMinor {
        let x = canvas.crisp(layout.x.position(tick.value), lineWidth: 1)
        canvas.line(from: Point(x: x, y: frame.top), to: Point(x: x, y: frame.bottom), color: theme.grid, width: 1)
      }
    }
  }

  private func drawMarks() {
    let drawings = layout.axes.drawings
    let colors = Series.colors(of: drawings)
    // Sorting is by depth and then by order: equal depths keep the order of the given marks.
    let order = drawings.indices.sorted { (drawings[$0].depth, $0) < (drawings[$1].depth, $1) }
    canvas.clipped(to: layout.axes.isBare ? frame : frame.inset(by: -1)) {
      for index in order {
        var plot = plot
        plot.color = colors[index].color.tone(in: theme).faded(by: drawings[index].style.opacity)
        plot.dash = colors[index].dash
        if let second = layout.secondY, index >= layout.axes.layers.count { plot.y = second }
        drawings[index].draw(on: canvas, in: plot)
      }
    }
  }

  private func drawFrame() {
    let axes = layout.axes
    guard axes.x.isVisible || axes.y.isVisible else { return }
    if axes.fillsPlot { return canvas.stroke(frame, color: theme.axis, lineWidth: 1) }
    let left = canvas.crisp(frame.left, lineWidth: 1)
    let bottom = canvas.crisp(frame.bottom, lineWidth: 1)
    if axes.y.isVisible {
      canvas.line(
        from: Point(x: left, y: frame.top), to: Point(x: left, y: bottom + 0.5), color: theme.axis, width: 1)
    }
    if axes.x.isVisible {
      canvas.line(
        from: Point(x: left - 0.5, y: bottom), to: Point(x: frame.right, y: bottom), color: theme.axis, width: 1)
    }
  }

  private func drawXAxis() {
    let axis = layout.axes.x
    guard axis.isVisible else { return }
    var below = frame.bottom
    for tick in layout.xTicks {
      let x = canvas.crisp(layout.x.position(tick.value), lineWidth: 1)
      let length = tick.isMinor ? Metrics.minorTickLength : Metrics.tickLength
      canvas.line(
        from: Point(x: x, y: frame.bottom), to: Point(x: x, y: frame.bottom + length), color: theme.axis, width: 1)
    }
    if axis.showsTickLabels {
      let top = frame.bottom + Metrics.tickLength + Metrics.tickGap + 1
      for tick in layout.xTicks where !tick.label.isEmpty {
        let place = Point(x: layout.x.position(tick.value), y: top)
        let anchor = layout.turnsXLabels ? TextAnchor.right : TextAnchor.top
        canvas.text(
          tick.label, at: place, anchor: anchor, font: layout.tickFont, color: theme.secondary,
          turned: layout.turnsXLabels)
        let size = canvas.size(of: tick.label, font: layout.tickFont)
        below = max(below, top + (layout.turnsXLabels ? size.width : size.height))
      }
    }
    if let label = axis.label {
      let place = Point(x: frame.center.x, y: below + Metrics.labelGap + (below > frame.bottom ? 2 : 0))
      canvas.text(label, at: place, anchor: .top, font: layout.labelFont, color: theme.foreground)
    }
  }

  private func drawYAxis() {
    let axis = layout.axes.y
    guard axis.isVisible else { return }
    var beside = frame.left
    for tick in layout.yTicks {
      let y = canvas.crisp(layout.y.position(tick.value), lineWidth: 1)
      let length = tick.isMinor ? Metrics.minorTickLength : Metrics.tickLength
      canvas.line(
        from: Point(x: frame.left - length, y: y), to: Point(x: frame.left, y: y), color: theme.axis, width: 1)
    }
    if axis.showsTickLabels {
      let right = frame.left - Metrics.tickLength - Metrics.tickGap
      for tick in layout.yTicks where !tick.label.isEmpty {
        let place = Point(x: right, y: layout.y.position(tick.value))
        canvas.text(tick.label, at: place, anchor: .right, font: layout.tickFont, color: theme.secondary)
        beside = min(beside, right - canvas.size(of: tick.label, font: layout.tickFont).width)
      }
    }
    if let label = axis.label {
      let place = Point(x: beside - Metrics.labelGap, y: frame.center.y)
      canvas.text(
        label, at: place, anchor: .bottom, font: layout.labelFont, color: theme.foreground, turned: true)
    }
  }

  private func drawSecondYAxis() {
    guard let axis = layout.axes.secondY, let second = layout.secondY else { return }
    let line = canvas.crisp(frame.right, lineWidth: 1)
    canvas.line(from: Point(x: line, y: frame.top), to: Point(x: line, y: frame.bottom), color: theme.axis, width: 1)
    var beside = frame.right
    for tick in layout.secondYTicks {
      let y = canvas.crisp(second.position(tick.value), lineWidth: 1)
      let length = tick.isMinor ? Metrics.minorTickLength : Metrics.tickLength
      canvas.line(
        from: Point(x: frame.right, y: y), to: Point(x: frame.right + length, y: y), color: theme.axis, width: 1)
      let left = frame.right + Metrics.tickLength + Metrics.tickGap
      let place = Point(x: left, y: second.position(tick.value))
      canvas.text(tick.label, at: place, anchor: .left, font: layout.tickFont, color: theme.secondary)
      beside = max(beside, left + canvas.size(of: tick.label, font: layout.tickFont).width)
    }
    if let label = axis.label {
      let place = Point(x: beside + Metrics.labelGap + layout.labelFont.size * 0.75, y: frame.center.y)
      canvas.text(label, at: place, anchor: .bottom, font: layout.labelFont, color: theme.foreground, turned: true)
    }
  }

  /// Small plots over the data, each with its labels on the page's colour.
  private func drawInsets() {
    for inset in layout.axes.insets {
      let room = Rectangle(
        left: frame.left + inset.x.lowerBound * frame.width, top: frame.bottom - inset.y.upperBound * frame.height,
        right: frame.left + inset.x.upperBound * frame.width, bottom: frame.bottom - inset.y.lowerBound * frame.height)
      let extents = inset.axes.extents
      var small = AxesLayout(axes: inset.axes, x: extents.x, y: extents.y, secondY: extents.secondY)
      small.chooseTicks(width: max(room.width, 1), height: max(room.height, 1), canvas: canvas)
      let margins = small.margins(canvas: canvas)
      let inner = Rectangle(
        left: (room.left + margins.left).rounded(), top: (room.top + margins.top).rounded(),
        right: (room.right - margins.right).rounded(), bottom: (room.bottom - margins.bottom).rounded())
      guard inner.width >= 2, inner.height >= 2 else { continue }
      small.chooseTicks(width: inner.width, height: inner.height, canvas: canvas)
      canvas.fill(room.inset(by: -4), color: theme.background.faded(by: 0.92))
      AxesRenderer(layout: small, frame: inner, theme: theme, canvas: canvas).draw()
    }
  }

  private func drawTitle() {
    guard let title = layout.title else { return }
    let place = Point(x: frame.center.x, y: frame.top - Metrics.titleGap - (layout.axes.isPolar ? 22 : 0))
    let color = layout.axes.titleColor?.tone(in: theme) ?? theme.foreground
    canvas.text(title, at: place, anchor: .bottom, font: Font(size: layout.titleSize), color: color)
  }
}

/// Which colour and dash each mark of a plot gets.
enum Series {
  static func colors(of drawings: [any Drawing]) -> [(color: Color, dash: [Double])] {
    var next = 0
    return drawings.map { drawing in
      if let color = drawing.style.color { return (color, drawing.style.dash ?? []) }
      guard drawing.takesPaletteColor else { return (.black, drawing.style.dash ?? []) }
      defer { next += 1 }
      return (Palette.color(next), drawing.style.dash ?? Palette.dash(next))
    }
  }
}
