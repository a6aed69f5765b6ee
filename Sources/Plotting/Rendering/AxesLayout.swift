/// The room that a plot needs outside its frame, in logical pixels.
struct Margins: Hashable, Sendable {
  var left = 0.0
  var top = 0.0
  var right = 0.0
  var bottom = 0.0

  func union(_ other: Margins) -> Margins {
    Margins(
      left: max(left, other.left), top: max(top, other.top), right: max(right, other.right),
      bottom: max(bottom, other.bottom))
  }
}

/// Sizes and distances of everything around a frame, in logical pixels.
enum Metrics {
  static let pictureTitleSize = 14.5
  static let titleSize = 16.5
  static let figureTitleSize = 18.0
  static let tickLength = 4.0
  static let minorTickLength = 2.5
  static let tickGap = 4.0
  static let labelGap = 7.0
  static let titleGap = 9.0
  static let edge = 7.0
  static let colorBarWidth = 15.0
  static let colorBarGap = 13.0
}

/// One plot with its ends, ticks and labels chosen, so its margins can be measured.
struct AxesLayout {
  let axes: Axes
  var x: ResolvedAxis
  var y: ResolvedAxis
  /// The axis at the right, if there is one.
  var secondY: ResolvedAxis?
  var secondYTicks: [Tick] = []
  var xTicks: [Tick] = []
  var yTicks: [Tick] = []
  var colorTicks: [Tick] = []
  /// True if the labels below read upwards, because they are too long to fit side by side.
  var turnsXLabels = false
  /// The title in lines that fit above the frame.
  private(set) var title: String?
  private var tickHeight = 0.0
  private var tickWidth = 0.0
  private var secondTickWidth = 0.0

  var colorScale: ColorScale? { axes.showsColorBar ? axes.drawings.compactMap(\.colorScale).last : nil }
  var tickFont: Font { Font(size: axes.tickSize) }
  var labelFont: Font { Font(size: axes.tickSize + 0.8) }

  init(axes: Axes, x: AxisExtent, y: AxisExtent, secondY: AxisExtent = AxisExtent()) {
    var axes = axes
    // Distances from the middle begin there.
    if axes.isPolar, axes.y.lowerLimit == nil, y.low >= 0 { axes.y.lowerLimit = 0 }
    self.axes = axes
    self.secondY = axes.secondY.map { ResolvedAxis(axis: $0, extent: secondY) }
    self.x = ResolvedAxis(axis: axes.x, extent: x)
    self.y = ResolvedAxis(axis: axes.y, extent: y)
  }

  /// Chooses ticks for a frame of this size.
  mutating func chooseTicks(width: Double, height: Double, canvas: Canvas) {
    x.start = 0
    x.end = width
    y.start = 0
    y.end = height
    let size = axes.tickSize
    let font = Font(size: titleSize)
    title = axes.title.map { title in
      let lines = canvas.wrapped(title, font: font, width: max(width, 40)).split(
        separator: "\n", omittingEmptySubsequences: false)
      // A word that is wider than its image would be over the neighbour's.
      let fitted = lines.map {
        axes.isBare ? canvas.shortened(String($0), font: font, width: max(width, 40) + 8) : String($0)
      }
      return fitted.joined(separator: "\n")
    }
    xTicks = AxisTicks.ticks(for: axes.x, resolved: x, length: width, isHorizontal: true, fontSize: size)
    // A radial axis has half the height of the circle, and its labels are stacked across it.
    let yLength = axes.isPolar ? height / 3 : height
    yTicks = AxisTicks.ticks(for: axes.y, resolved: y, length: yLength, isHorizontal: false, fontSize: size)
    // Names may take a third of the figure, no more.
    let limits = (
      x: Double(canvas.pixelHeight) / canvas.scale * 0.4, y: Double(canvas.pixelWidth) / canvas.scale * 0.35
    )
    for index in xTicks.indices {
      xTicks[index].label = canvas.shortened(xTicks[index].label, font: tickFont, width: limits.x)
    }
    for index in yTicks.indices {
      yTicks[index].label = canvas.shortened(yTicks[index].label, font: tickFont, width: limits.y)
    }
    if var second = secondY, let axis = axes.secondY {
      (second.start, second.end) = (0, height)
      secondYTicks = AxisTicks.ticks(
        for: axis, resolved: second, length: height, isHorizontal: false, fontSize: size)
      secondYTicks = thinned(secondYTicks, axis: second, extent: { _ in tickFont.size })
      secondTickWidth = secondYTicks.map { canvas.size(of: $0.label, font: tickFont).width }.max() ?? 0
      secondY = second
    }
    fitXLabels(width: width, canvas: canvas)
    yTicks = thinned(yTicks, axis: y, extent: { _ in tickFont.size })
    if let scale = colorScale {
      let axis = Axis(ticks: axes.colorBarTicks)
      var extent = AxisExtent()
      extent.include([scale.low, scale.high])
      extent.sticky = [scale.low, scale.high]
      var resolved = ResolvedAxis(axis: axis, extent: extent)
      (resolved.start, resolved.end) = (0, height)
      colorTicks = AxisTicks.ticks(for: axis, resolved: resolved, length: height, isHorizontal: false, fontSize: size)
      if scale.low == scale.high { colorTicks = [Tick(value: scale.low, label: TickLabels.short(scale.low))] }
    }
    let xWidths = xTicks.map { canvas.size(of: $0.label, font: tickFont).width }
    tickHeight = turnsXLabels ? xWidths.max() ?? 0 : xTicks.isEmpty ? 0 : tickFont.capHeight * lines(of: xTicks)
    tickWidth = yTicks.map { canvas.size(of: $0.label, font: tickFont).width }.max() ?? 0
  }

  /// The room that titles, tick labels and the colour bar need around the frame.
  func margins(canvas: Canvas) -> Margins {
    var margins = Margins()
    if axes.isBare { return withTitle(margins, canvas: canvas) }
    let label = labelFont
    if axes.isPolar {
      let side = canvas.width(of: "135°", font: tickFont) + 12
      margins = Margins(
        left: side, top: 26, right: side, bottom: 26 + (axes.y.label == nil ? 0 : Metrics.labelGap + label.size))
      if axes.legend == .outside { margins.right += 12 + Legend(layout: self, canvas: canvas).size.width }
      return withTitle(margins, canvas: canvas)
    }
    if axes.y.isVisible {
      if axes.y.showsTickLabels, tickWidth > 0 { margins.left += Metrics.tickLength + Metrics.tickGap + tickWidth }
      if axes.y.label != nil { margins.left += Metrics.labelGap + label.size }
    }
    if axes.x.isVisible {
      if axes.x.showsTickLabels, tickHeight > 0 {
        margins.bottom += Metrics.tickLength + Metrics.tickGap + 1 + tickHeight
      }
      if let text = axes.x.label {
        margins.bottom += Metrics.labelGap + canvas.size(of: text, font: label).height + 3
      }
      if axes.x.showsTickLabels, !turnsXLabels, let last = xTicks.last(where: { !$0.label.isEmpty }) {
        let overhang =
          x.position(last.value) + canvas.size(of: last.label, font: tickFont).width / 2 - max(x.start, x.end)
        margins.right = max(margins.right, overhang)
      }
    }
    if axes.y.isVisible, axes.y.showsTickLabels, !yTicks.isEmpty { margins.top = tickFont.capHeight / 2 }
    if colorScale != nil {
      let widest = colorTicks.map { canvas.width(of: $0.label, font: tickFont) }.max() ?? 0
      margins.right = Metrics.colorBarGap + Metrics.colorBarWidth + Metrics.tickLength + Metrics.tickGap + widest
      if axes.colorBarLabel != nil { margins.right += Metrics.labelGap + label.size }
    }
    if let second = axes.secondY {
      let width = Metrics.tickLength + Metrics.tickGap + secondTickWidth
      margins.right += width + (second.label == nil ? 0 : Metrics.labelGap + label.size)
    }
    if axes.legend == .outside { margins.right += 12 + Legend(layout: self, canvas: canvas).size.width }
    return withTitle(margins, canvas: canvas)
  }

  private func withTitle(_ margins: Margins, canvas: Canvas) -> Margins {
    guard let title else { return margins }
    var margins = margins
    margins.top =
      (axes.isPolar ? 22 : 0) + Metrics.titleGap + canvas.size(of: title, font: Font(size: titleSize)).height
    return margins
  }

  /// Titles of bare images are labels, and so a little smaller.
  var titleSize: Double { axes.isBare ? Metrics.pictureTitleSize : Metrics.titleSize }

  private func lines(of ticks: [Tick]) -> Double {
    let count = ticks.map { $0.label.split(separator: "\n", omittingEmptySubsequences: false).count }.max() ?? 1
    return 1 + Double(count - 1) * 1.25 / 0.729
  }

  /// Thins numbers that would touch; turns names that would.
  private mutating func fitXLabels(width: Double, canvas: Canvas) {
    let labelled = xTicks.filter { !$0.label.isEmpty }
    let widest = labelled.map { canvas.size(of: $0.label, font: tickFont).width }.max() ?? 0
    let isNamed =
      !x.names.isEmpty
      || !x.showsDates && labelled.contains { $0.label.contains(where: \.isLetter) && $0.label.count > 3 }
    let room = labelled.count > 1 ? width / Double(max(x.names.count, labelled.count)) : width
    turnsXLabels = isNamed && widest + 5 > room && labelled.count > 1
    let font = tickFont
    xTicks = thinned(
      xTicks, axis: x,
      extent: { turnsXLabels ? font.size : canvas.size(of: $0, font: font).width + font.size * 0.55 })
  }

  /// Keeps every tick, or every second, third, … label, so no two touch.
  private func thinned(_ ticks: [Tick], axis: ResolvedAxis, extent: (String) -> Double) -> [Tick] {
    let labelled = ticks.indices.filter { !ticks[$0].label.isEmpty }
    guard labelled.count > 1 else { return ticks }
    let places = labelled.map { (position: axis.position(ticks[$0].value), extent: extent(ticks[$0].label)) }
    for step in 1..<labelled.count {
      let kept = stride(from: 0, to: places.count, by: step).map { places[$0] }
      let isClear = zip(kept, kept.dropFirst()).allSatisfy { first, second in
        abs(second.position - first.position) >= (first.extent + second.extent) / 2
      }
      guard !isClear else {
        let shown = Set(stride(from: 0, to: labelled.count, by: step).map { labelled[$0] })
        return ticks.indices.map {
          shown.contains($0) ? ticks[$0] : Tick(value: ticks[$0].value, label: "", isMinor: true)
        }
      }
    }
    return Array(ticks[labelled[0]...labelled[0]])
  }
}
