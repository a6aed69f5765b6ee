public import Images
public import Tensors

/// A line through points: matplotlib's `plot`.
///
/// ```swift
/// plot(x: [0.0, 0.5, 1.0], y: [1.0, 0.4, 0.2], label: "loss").xLabel("epoch")
/// ```
/// - Precondition: `x` and `y` have the same count.
public func plot(
  x: some PlotData, y: some PlotData, label: String? = nil, color: Color? = nil, width: Double = 6.4, height: Double = 4
) -> Figure {
  chart(LineMark(x: x, y: y), label, color, width, height)
}

/// A line over 0, 1, 2, …: matplotlib's `plot` with one argument.
///
/// ```swift
/// plot([1, 4, 9, 16], label: "squares")
/// ```
public func plot(_ y: some PlotData, label: String? = nil, color: Color? = nil, width: Double = 6.4, height: Double = 4)
  -> Figure
{
  chart(LineMark(y), label, color, width, height)
}

/// Points: matplotlib's `scatter`.
///
/// ```swift
/// scatter(x: [1, 2, 3], y: [1, 4, 9])
/// ```
/// - Precondition: `x` and `y` have the same count.
public func scatter(
  x: some PlotData, y: some PlotData, label: String? = nil, color: Color? = nil, width: Double = 6.4, height: Double = 4
) -> Figure {
  chart(PointMark(x: x, y: y), label, color, width, height)
}

/// Points whose colours show a third number, with a colour bar: matplotlib's `scatter` with `c`.
///
/// ```swift
/// scatter(x: [1, 2, 3], y: [1, 4, 9], values: [0.1, 0.5, 0.9])
/// ```
/// - Precondition: `x`, `y` and `values` have the same count.
public func scatter(
  x: some PlotData, y: some PlotData, values: some PlotData, colorMap: ColorMap? = nil, width: Double = 6.4,
  height: Double = 4
) -> Figure {
  chart(PointMark(x: x, y: y).colored(by: values, colorMap: colorMap), nil, nil, width, height).colorBar()
}

/// The area between a curve and zero: matplotlib's `fill_between` with one curve.
///
/// ```swift
/// area(x: [0, 1, 2], y: [1, 3, 2])
/// ```
/// - Precondition: `x` and `y` have the same count.
public func area(
  x: some PlotData, y: some PlotData, label: String? = nil, color: Color? = nil, width: Double = 6.4, height: Double = 4
) -> Figure {
  chart(AreaMark(x: x, y: y), label, color, width, height)
}

/// Lines from zero with a point at their ends: matplotlib's `stem`.
///
/// ```swift
/// stem(x: [0, 1, 2], y: [1, 3, 2])
/// ```
/// - Precondition: `x` and `y` have the same count.
public func stem(
  x: some PlotData, y: some PlotData, label: String? = nil, color: Color? = nil, width: Double = 6.4, height: Double = 4
) -> Figure {
  chart(StemMark(x: x, y: y), label, color, width, height)
}

/// Bars, standing on names or numbers along x or lying at names along y: matplotlib's `bar` and `barh`.
///
/// ```swift
/// bar(x: ["piano", "violin"], y: [12, 7])
/// ```
/// - Precondition: `x` and `y` have the same count.
public func bar(
  x: some PlotData, y: some PlotData, label: String? = nil, color: Color? = nil, width: Double = 6.4, height: Double = 4
) -> Figure {
  chart(BarMark(x: x, y: y), label, color, width, height)
}

/// The frequency of values: matplotlib's `hist`.
///
/// ```swift
/// histogram([1, 2, 2, 3, 3, 3], bins: .count(3))
/// ```
public func histogram(
  _ values: some PlotData, bins: HistogramBins = .automatic, label: String? = nil, color: Color? = nil,
  width: Double = 6.4,
  height: Double = 4
) -> Figure {
  chart(HistogramMark(values, bins: bins), label, color, width, height)
}

/// Quartiles and outliers of groups: matplotlib's `boxplot`.
///
/// ```swift
/// boxPlot([[1, 2, 3, 9], [2, 3, 4]], names: ["piano", "violin"])
/// ```
/// - Precondition: the numbers of names and groups are equal.
public func boxPlot(_ groups: [[Double]], names: [String]? = nil, width: Double = 6.4, height: Double = 4) -> Figure {
  chart(BoxMark(groups, names: names), nil, nil, width, height).grid(.horizontal)
}

/// A matrix as coloured cells with row 0 at the bottom, and a colour bar: matplotlib's `pcolormesh`.
///
/// ```swift
/// heatMap(try chroma(note), colorMap: .magma)
/// ```
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

/// An image with its pixels counted along the axes: matplotlib's `imshow`.
///
/// ```swift
/// imshow(image)
/// ```
public func imshow(_ image: Image, width: Double = 5, height: Double = 5) -> Figure {
  chart(ImageMark(image), nil, nil, width, height).yReversed().equalAspect()
}

/// A matrix as an image: row 0 at the top, square cells: matplotlib's `imshow`.
///
/// ```swift
/// imshow(Tensor(rows: [[1, 2], [3, 4]]))
/// ```
/// - Precondition: `values` is a matrix.
public func imshow(
  _ values: Tensor, colorMap: ColorMap = .viridis, range: ClosedRange<Double>? = nil, width: Double = 5,
  height: Double = 5
) -> Figure {
  chart(HeatMapMark(values, colorMap: colorMap, range: range), nil, nil, width, height).yReversed().equalAspect()
    .xTicks(.integers).yTicks(.integers)
}

/// Sound over time, like librosa's `waveshow`.
///
/// ```swift
/// plotWaveform(note.tensor, sampleRate: 22050)
/// ```
/// - Parameters:
///   - samples: one channel, from -1 to 1.
///   - sampleRate: samples per second.
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
