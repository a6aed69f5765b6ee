public import Images
public import Tensors

/// A line through points: matplotlib's `plot`.
///
/// ```swift
/// plot(x: [0.0, 0.5, 1.0], y: [1.0, 0.4, 0.2], label: "loss").xLabel("epoch")
/// ```
/// - Precondition: there are as many `x` as `y`.
public func plot(
  x: some PlotData, y: some PlotData, label: String? = nil, color: Color? = nil, width: Double = 6.4, height: Double = 4
) -> Figure {
  chart(LineMark(x: x, y: y), label, color, width, height)
}

/// A line over 0, 1, 2, …: matplotlib's `plot` with one argument.
public func plot(_ y: some PlotData, label: String? = nil, color: Color? = nil, width: Double = 6.4, height: Double = 4)
  -> Figure
{
  chart(LineMark(y), label, color, width, height)
}

/// Points: matplotlib's `scatter`.
///
/// - Precondition: there are as many `x` as `y`.
public func scatter(
  x: some PlotData, y: some PlotData, label: String? = nil, color: Color? = nil, width: Double = 6.4, height: Double = 4
) -> Figure {
  chart(PointMark(x: x, y: y), label, color, width, height)
}

/// Points whose colours tell a third number, and a colour bar: matplotlib's `scatter` with `c`.
///
/// - Precondition: there are as many `x` as `y` and `values`.
public func scatter(
  x: some PlotData, y: some PlotData, values: some PlotData, colorMap: ColorMap? = nil, width: Double = 6.4,
  height: Double = 4
) -> Figure {
  chart(PointMark(x: x, y: y).colored(by: values, colorMap: colorMap), nil, nil, width, height).colorBar()
}

/// The area between a curve and zero: matplotlib's `fill_between` with one curve.
///
/// - Precondition: there are as many `x` as `y`.
public func area(
  x: some PlotData, y: some PlotData, label: String? = nil, color: Color? = nil, width: Double = 6.4, height: Double = 4
) -> Figure {
  chart(AreaMark(x: x, y: y), label, color, width, height)
}

/// Lines from zero with a point at their ends: matplotlib's `stem`.
///
/// - Precondition: there are as many `x` as `y`.
public func stem(
  x: some PlotData, y: some PlotData, label: String? = nil, color: Color? = nil, width: Double = 6.4, height: Double = 4
) -> Figure {
  chart(StemMark(x: x, y: y), label, color, width, height)
}

/// Bars, standing on names or numbers along x or lying at names along y: matplotlib's `bar` and `barh`.
///
/// - Precondition: there are as many `x` as `y`.
public func bar(
  x: some PlotData, y: some PlotData, label: String? = nil, color: Color? = nil, width: Double = 6.4, height: Double = 4
) -> Figure {
  chart(BarMark(x: x, y: y), label, color, width, height)
}

/// How often values occur: matplotlib's `hist`.
public func histogram(
  _ values: some PlotData, bins: HistogramBins = .automatic, label: String? = nil, color: Color? = nil,
  width: Double = 6.4,
  height: Double = 4
) -> Figure {
  chart(HistogramMark(values, bins: bins), label, color, width, height)
}

/// Quartiles and outliers of groups: matplotlib's `boxplot`.
///
/// - Precondition: there are as many names as groups.
public func boxPlot(_ groups: [[Double]], names: [String]? = nil, width: Double = 6.4, height: Double = 4) -> Figure {
  chart(BoxMark(groups, names: names), nil, nil, width, height).grid(.horizontal)
}

/// A matrix as coloured cells with row 0 at the bottom, and a colour bar: matplotlib's `pcolormesh`.
///
/// - Parameters:
///   - values: `[rows, columns]`.
///   - colorMap: nil chooses by the data, as ``ColorMap/suiting(_:)-([Double])``.
///   - range: the values at the map's ends.
///   - width: in inches.
///   - height: in inches.
/// - Precondition: `values` is a matrix.
public func heatMap(
  _ values: Tensor, colorMap: ColorMap? = nil, range: ClosedRange<Double>? = nil, width: Double = 6.4,
  height: Double = 4.4
) -> Figure {
  chart(HeatMapMark(values, colorMap: colorMap, range: range), nil, nil, width, height).colorBar().xTicks(.integers)
    .yTicks(.integers)
}

/// A picture with its pixels counted along the axes: matplotlib's `imshow`.
public func imshow(_ image: Image, width: Double = 5, height: Double = 5) -> Figure {
  chart(ImageMark(image), nil, nil, width, height).yReversed().equalAspect()
}

/// A matrix as a picture: row 0 at the top, square cells: matplotlib's `imshow`.
///
/// - Precondition: `values` is a matrix.
public func imshow(
  _ values: Tensor, colorMap: ColorMap = .viridis, range: ClosedRange<Double>? = nil, width: Double = 5,
  height: Double = 5
) -> Figure {
  chart(HeatMapMark(values, colorMap: colorMap, range: range), nil, nil, width, height).yReversed().equalAspect()
    .xTicks(.integers).yTicks(.integers)
}

/// Sound over time, as librosa's `waveshow`.
///
/// - Parameters:
///   - samples: one channel, from -1 to 1.
///   - sampleRate: samples a second.
///   - width: in inches.
///   - height: in inches.
/// - Precondition: the sample rate is positive.
public func plotWaveform(
  _ samples: some PlotData, sampleRate: Double = 22050, width: Double = 6.4, height: Double = 2.6
) -> Figure {
  chart(WaveformMark(samples, sampleRate: sampleRate), nil, nil, width, height).xLabel("Time (s)").xTicks(.time)
}

private func chart<M: Mark>(_ mark: M, _ label: String?, _ color: Color?, _ width: Double, _ height: Double) -> Figure {
  var mark = mark
  mark.style.label = label
  mark.style.color = color
  return figure(width: width, height: height) { mark }
}
