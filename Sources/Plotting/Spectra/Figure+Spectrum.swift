public import Tensors

extension Figure {
  /// A matrix of spectra as `librosa.display.specshow` shows it: same cells, limits, ticks, labels and colours.
  ///
  /// - Parameters:
  ///   - spectrum: `[rows, frames]`, row 0 at the bottom.
  ///   - xAxis: the quantity of the columns.
  ///   - yAxis: the quantity of the rows.
  ///   - settings: sample rate, hop length and similar settings.
  ///   - colorMap: nil chooses by the data, as ``ColorMap/suiting(_:)-([Double])``.
  ///   - range: the values at the map's ends; nil takes the smallest and largest.
  ///   - width: in inches.
  ///   - height: in inches.
  /// - Precondition: `spectrum` is a matrix.
  public init(
    spectrum: Tensor, xAxis: SpectrumAxis = .none, yAxis: SpectrumAxis = .none,
    settings: SpectrumSettings = SpectrumSettings(), colorMap: ColorMap? = nil, range: ClosedRange<Double>? = nil,
    width: Double = 5, height: Double = 5
  ) {
    require(
      spectrum.shape.count == 2,
      "specshow needs [rows, frames], not \(spectrum.shape); selecting(_:) takes one channel of several")
    var axes = Axes()
    axes.x = xAxis.axis
    axes.y = yAxis.axis
    axes.tickSize = 12.5
    let x = xAxis.edges(count: spectrum.shape[1], settings: settings)
    let y = yAxis.edges(count: spectrum.shape[0], settings: settings)
    axes.layers = [HeatMapMark(spectrum, xEdges: x, yEdges: y, colorMap: colorMap, range: range).layer]
    self.init(width: width, height: height, axes: axes)
    margins = .classic
  }
}
