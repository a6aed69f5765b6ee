/// A line through points: matplotlib's `plot`.
///
/// ```swift
/// plot(x: [0.0, 0.5, 1.0], y: [1.0, 0.4, 0.2], label: "loss").xLabel("epoch")
/// ```
/// - Precondition: there are as many `x` as `y`.
public func plot(
  x: some PlotData, y: some PlotData, label: String? = nil, width: Double = 6.4, height: Double = 4
) -> Figure {
  var mark = LineMark(x: x, y: y)
  mark.style.label = label
  return figure(width: width, height: height) { mark }
}

/// A line over 0, 1, 2, …: matplotlib's `plot` with one argument.
public func plot(_ y: some PlotData, label: String? = nil, width: Double = 6.4, height: Double = 4) -> Figure {
  let column = y.plotColumn
  return plot(x: 0..<column.count, y: column, label: label, width: width, height: height)
}
