import Tensors

/// Sound over time: the range of the samples in every column of pixels, as an audio editor shows it.
///
/// Zoomed in, with fewer samples than pixels, it is a line through them.
/// ```swift
/// let wave = WaveformMark([0, 0.5, 0, -0.5], sampleRate: 22050)
/// ```
public struct WaveformMark: Mark {
  let samples: [Double]
  let sampleRate: Double
  /// Colour, name, opacity.
  public var style = MarkStyle()

  /// One channel of sound.
  ///
  /// - Parameters:
  ///   - samples: from -1 to 1; non-finite samples are left out.
  ///   - sampleRate: samples per second.
  /// - Precondition: the sample rate is positive.
  public init(_ samples: some PlotData, sampleRate: Double) {
    require(
      sampleRate > 0,
      "a waveform needs a positive sample rate, not \(sampleRate); give the samples per second, such as 22050")
    self.samples = samples.plotColumn.numbers
    self.sampleRate = sampleRate
  }

  /// The waveform, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension WaveformMark: Drawing {
  var legendSymbol: LegendSymbol { .area }
  var summary: String {
    "a waveform\(named(style)) of \(TickLabels.spoken(Double(samples.count) / sampleRate)) seconds"
  }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    let end = Double(max(samples.count, 1)) / sampleRate
    x.include([0, end])
    x.sticky += [0, end]
    y.include(samples)
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let start = plot.x.position(0)
    let step = plot.x.position(1 / sampleRate) - start
    guard step > 0, !samples.isEmpty else { return }
    if step * canvas.scale > 0.5 {
      let heights = plot.y.positions(PlotColumn(numbers: samples))
      let points = heights.enumerated().map { Point(x: start + (Double($0.offset) + 0.5) * step, y: $0.element) }
      return canvas.polyline(points, color: plot.color, width: style.lineWidth ?? 1.5)
    }
    drawEnvelope(start: start, step: step, on: canvas, in: plot)
  }

  private func drawEnvelope(start: Double, step: Double, on canvas: Canvas, in plot: DrawingContext) {
    let columns = Int(((plot.frame.width) * canvas.scale).rounded())
    let perPixel = 1 / (step * canvas.scale)
    let first = (plot.frame.left - start) / step
    var top: [Point] = []
    var bottom: [Point] = []
    for column in 0..<columns {
      let from = Int((first + Double(column) * perPixel).rounded())
      let to = min(Int((first + Double(column + 1) * perPixel).rounded()), samples.count)
      guard from >= 0, from < to else { continue }
      var (low, high) = (Double.infinity, -Double.infinity)
      for sample in samples[from..<to] where sample.isFinite {
        low = min(low, sample)
        high = max(high, sample)
      }
      guard low <= high else { continue }
      let x = plot.frame.left + (Double(column) + 0.5) / canvas.scale
      // At least one device pixel high, so silence is a thin line.
      let half = 0.5 / canvas.scale
      top.append(Point(x: x, y: plot.y.position(high) - half))
      bottom.append(Point(x: x, y: plot.y.position(low) + half))
    }
    guard top.count > 1 else { return }
    canvas.fillPolygon(top + bottom.reversed(), color: plot.color)
  }
}
