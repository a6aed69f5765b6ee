import Foundation
public import Tensors

/// The number of times each class was predicted as each class, with the numbers in the cells.
///
/// Rows are the actual classes, columns the predicted ones, as in fastai's `plot_confusion_matrix`. The figure grows
/// with the number of classes, so the numbers are readable for 2 to 40 classes.
/// ```swift
/// plotConfusionMatrix(Tensor(shape: [2, 2], scalars: [13, 1, 0, 12]), classes: ["A3", "B3"])
/// ```
/// - Parameters:
///   - counts: `[classes, classes]`.
///   - classes: their names, in order.
///   - isNormalized: whether each row is divided by its sum.
///   - title: the title above the plot.
///   - size: the side in inches; nil follows from the number of classes.
/// - Precondition: `counts` is square and there is a name for every class.
public func plotConfusionMatrix(
  _ counts: Tensor, classes: [String], isNormalized: Bool = false, title: String = "Confusion matrix",
  size: Double? = nil
) -> Figure {
  let count = classes.count
  require(
    counts.shape == [count, count],
    "\(count) classes need counts of [\(count), \(count)], not \(counts.shape); give one name per class")
  let values = isNormalized ? normalizedRows(of: counts, count: count) : counts.scalars
  let largest = max(values.filter(\.isFinite).max() ?? 0, isNormalized ? 1e-9 : 1)
  let rows = (0..<count).map { row in Array(values[row * count..<(row + 1) * count]) }
  let matrix = Tensor(shape: [count, count], scalars: values)
  let field = HeatMapMark(
    matrix, colorMap: .blues, darkColorMap: .bluesOnDark, range: 0...Double(isNormalized ? 1 : largest))
  let limit = isNormalized ? 0.5 : largest / 2
  let words = rows.map { $0.map { text(of: $0, isNormalized: isNormalized, isDense: count > 12) } }
  let texts = CellTextMark(texts: words, isStrong: rows.map { $0.map { $0 > limit } })
  let side = size ?? min(max(4.2, 1.3 + Double(count) * cellSide(of: words)), 12)
  let places = (0..<count).map(Double.init)
  var axes = Axes(title: title, layers: count == 0 ? [] : [field.layer, texts.layer])
  axes.x = Axis(label: "Predicted", ticks: .at(places, labels: classes))
  axes.y = Axis(label: "Actual", ticks: .at(places, labels: classes), isReversed: true)
  axes.isEqualAspect = true
  axes.tickSize = count > 20 ? 11 : 14
  var figure = Figure(width: side, height: side, axes: axes)
  figure.alternativeText = description(of: rows, classes: classes, title: title, isNormalized: isNormalized)
  return figure
}

/// Inches that a cell needs so that its number keeps at least 9 logical pixels.
private func cellSide(of texts: [[String]]) -> Double {
  let digits = Double(texts.joined().map(\.count).max() ?? 1)
  let needed = max(digits * 0.65 * 9 / 0.78, 9 / 0.62) / 96
  return max(needed, min(0.5, 5 / Double(max(texts.count, 1))))
}

/// A count or a fraction; with many classes, fractions have no leading zero.
private func text(of value: Float, isNormalized: Bool, isDense: Bool = false) -> String {
  guard value.isFinite else { return "–" }
  guard isNormalized else {
    return value == value.rounded() ? String(format: "%.0f", value) : String(format: "%.3g", value)
  }
  let text = String(format: "%.2f", value)
  if isDense, value == 0 || value == 1 { return String(text.prefix(1)) }
  return isDense && text.hasPrefix("0") ? String(text.dropFirst()) : text
}

private func normalizedRows(of counts: Tensor, count: Int) -> [Float] {
  (0..<count).flatMap { row -> [Float] in
    let line = counts.scalars[row * count..<(row + 1) * count]
    let sum = line.reduce(0, +)
    return line.map { sum > 0 ? $0 / sum : 0 }
  }
}

/// The matrix in words: how many are right, and which mistakes there are.
private func description(of rows: [[Float]], classes: [String], title: String, isNormalized: Bool) -> String {
  let mistakes = rows.enumerated().flatMap { row, line in
    line.enumerated().filter { $0.offset != row && $0.element > 0 }.map { (row, $0.offset, $0.element) }
  }
  .sorted { ($0.2, $1.0, $1.1) > ($1.2, $0.0, $0.1) }
  let head = "\(title) of \(counted(classes.count, "class", plural: "classes"))"
  let shown = mistakes.prefix(5).map { actual, predicted, count in
    "\(classes[actual]) as \(classes[predicted]) (\(text(of: count, isNormalized: isNormalized)))"
  }
  if shown.isEmpty { return "\(head): no mistakes." }
  let rest = mistakes.count > 5 ? " and \(mistakes.count - 5) more" : ""
  return "\(head), actual predicted as: \(shown.joined(separator: ", "))\(rest)."
}
