extension Figure {
  /// The figure in words: its title, its marks, and its axes.
  ///
  /// For example: `Growth: a line “squares” of 3 points; n from 1 to 3, n² from 1 to 9.`
  var derivedAlternativeText: String {
    let sentences = axes.map { $0.description(isAlone: axes.count == 1) }
    let head = title.map { "\($0). " } ?? ""
    if axes.count > 6, let first = sentences.first {
      return head + "\(axes.count) plots, the first of them: \(first)"
    }
    return head + sentences.joined(separator: " ")
  }
}

extension Axes {
  fileprivate func description(isAlone: Bool) -> String {
    let parts = drawings.filter { !$0.summary.isEmpty }.map(\.summary)
    let shown = parts.count > 6 ? parts.prefix(5) + ["\(parts.count - 5) more"] : parts[...]
    let (xExtent, yExtent, secondExtent) = extents
    var text = shown.isEmpty ? "an empty plot" : list(Array(shown))
    if let title {
      text = "\(title.replacing("\n", with: " ")): \(text)"
    } else {
      text = text.prefix(1).uppercased() + text.dropFirst()
    }
    let ranges =
      isBare
      ? []
      : [
        range(of: x, extent: xExtent, isPolar ? "angle" : "x"), range(of: y, extent: yExtent, isPolar ? "radius" : "y"),
        secondY.flatMap { range(of: $0, extent: secondExtent, "second y") },
      ].compactMap(\.self)
    let small = insets.map { " Inside of it: \($0.axes.description(isAlone: true))" }.joined()
    return text + (ranges.isEmpty ? "." : "; " + ranges.joined(separator: ", ") + ".") + small
  }

  private func range(of axis: Axis, extent: AxisExtent, _ name: String) -> String? {
    let label = axis.label ?? name
    if !extent.names.isEmpty {
      let shown = extent.names.count > 8 ? extent.names.prefix(7) + ["…"] : extent.names[...]
      return "\(label): \(shown.joined(separator: ", "))"
    }
    guard !extent.isEmpty, axis.label != nil || !fillsPlot else { return axis.label }
    if axis.ticks == .pitchClasses { return label }
    let resolved = ResolvedAxis(axis: axis, extent: extent)
    let isLimited = axis.lowerLimit != nil || axis.upperLimit != nil
    let (low, high) = isLimited ? (resolved.low, resolved.high) : (extent.low, extent.high)
    if resolved.showsDates {
      return "\(label) from \(DateTicks.spoken(low, span: high - low)) to \(DateTicks.spoken(high, span: high - low))"
    }
    return "\(label) from \(TickLabels.spoken(low)) to \(TickLabels.spoken(high))"
  }

  private func list(_ parts: [String]) -> String {
    parts.count < 2 ? parts.joined() : parts.dropLast().joined(separator: ", ") + " and " + (parts.last ?? "")
  }
}
