/// The colour bar beside a plot.
struct ColorBar {
  let scale: ColorScale
  let layout: AxesLayout
  let theme: Theme

  func draw(on canvas: Canvas, beside frame: Rectangle) {
    let left = frame.right + Metrics.colorBarGap
    let bar = Rectangle(left: left, top: frame.top, right: left + Metrics.colorBarWidth, bottom: frame.bottom)
    let height = max(1, Int((bar.height * canvas.scale).rounded()))
    let width = max(1, Int((bar.width * canvas.scale).rounded()))
    let colors = scale.map(in: theme).packed
    let pixels = (0..<height).flatMap { row in
      [UInt32](repeating: colors[scale.high > scale.low ? 255 - min(255, row * 256 / height) : 0], count: width)
    }
    canvas.draw(Bitmap(width: width, height: height, pixels: pixels), in: bar, isSmooth: false)
    canvas.stroke(bar, color: theme.axis, lineWidth: 1)
    var beside = bar.right
    for tick in layout.colorTicks {
      let y = bar.bottom - scale.fraction(of: tick.value) * bar.height
      let line = canvas.crisp(y, lineWidth: 1)
      canvas.line(
        from: Point(x: bar.right, y: line), to: Point(x: bar.right + Metrics.tickLength, y: line), color: theme.axis,
        width: 1)
      let place = Point(x: bar.right + Metrics.tickLength + Metrics.tickGap, y: y)
      canvas.text(tick.label, at: place, anchor: .left, font: layout.tickFont, color: theme.secondary)
      beside = max(beside, place.x + canvas.width(of: tick.label, font: layout.tickFont))
    }
    if let label = layout.axes.colorBarLabel {
      let font = layout.labelFont
      let place = Point(x: beside + Metrics.labelGap + font.size * 0.75, y: bar.center.y)
      canvas.text(label, at: place, anchor: .bottom, font: font, color: theme.foreground, turned: true)
    }
  }
}
