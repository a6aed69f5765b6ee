import Foundation

/// The ticks of one axis, chosen for its scale and its length on the page.
enum AxisTicks {
  /// - Parameters:
  ///   - length: of the axis, in logical pixels.
  ///   - isHorizontal: whether labels are side by side and so need more room.
  ///   - fontSize: of the labels, in logical pixels.
  static func ticks(
    for axis: Axis, resolved: ResolvedAxis, length: Double, isHorizontal: Bool, fontSize: Double
  ) -> [Tick] {
    let (low, high) = (min(resolved.low, resolved.high), max(resolved.low, resolved.high))
    let space = Int(length / (fontSize * (isHorizontal ? 3 : 2)))
    let intervals = min(max(space, 1), 9)
    let ticks = ticks(
      for: axis, resolved: resolved, low: low, high: high, intervals: intervals, isHorizontal: isHorizontal)
    let slack = (high - low) * 1e-9
    return ticks.filter { $0.value >= low - slack && $0.value <= high + slack }
  }

  private static func ticks(
    for axis: Axis, resolved: ResolvedAxis, low: Double, high: Double, intervals: Int, isHorizontal: Bool
  ) -> [Tick] {
    switch axis.ticks.kind {
    case .none: return []
    case .fixed(let places, let labels):
      return zip(places, labels ?? TickLabels.numbers(places)).map { Tick(value: $0, label: $1) }
    case .automatic:
      if !resolved.names.isEmpty {
        return resolved.names.enumerated().map { Tick(value: Double($0.offset), label: $0.element) }
      }
      if resolved.showsDates, axis.scale == .linear {
        return DateTicks.ticks(low: low, high: high, intervals: isHorizontal ? max(intervals * 2 / 3, 1) : intervals)
      }
      return automatic(scale: axis.scale, low: low, high: high, intervals: intervals)
    case .integers:
      return labelled(LinearTicks.places(low: low, high: high, intervals: intervals, isInteger: true))
    case .percent:
      let places = LinearTicks.places(low: low * 100, high: high * 100, intervals: intervals)
      return zip(places, TickLabels.numbers(places)).map { Tick(value: $0 / 100, label: $1 + " %") }
    case .time: return TimeTicks.ticks(low: low, high: high, intervals: intervals)
    case .librosaTime(let unit):
      return LinearTicks.places(low: low, high: high, intervals: 10, steps: LinearTicks.timeSteps)
        .map { Tick(value: $0, label: TickLabels.librosaTime($0, unit: unit, span: high - low)) }
    case .notes: return notes(low: low, high: high)
    case .pitchClasses:
      return (0..<10).flatMap { octave in [0, 2, 4, 5, 7, 9, 11].map { 12 * octave + $0 } }
        .map { Tick(value: Double($0), label: TickLabels.pitchClass($0)) }
    case .octavesOfTwo:
      let first = Int(ceil(log2(max(low, 1e-9)) - 1e-9))
      let last = max(first, Int(floor(log2(max(high, 1e-9)) + 1e-9)))
      return (first...last).map { Tick(value: pow(2, Double($0)), label: TickLabels.short(pow(2, Double($0)))) }
    case .decibels:
      let places = LinearTicks.places(
        low: low, high: high, intervals: min(intervals, 8), steps: LinearTicks.decibelSteps)
      return zip(places, TickLabels.numbers(places)).map { Tick(value: $0, label: $1 + " dB") }
    }
  }

  private static func automatic(scale: AxisScale, low: Double, high: Double, intervals: Int) -> [Tick] {
    switch scale.kind {
    case .linear: return labelled(LinearTicks.places(low: low, high: high, intervals: intervals))
    case .log(let base): return LogTicks.ticks(low: low, high: high, base: base, count: intervals)
    case .symlog(let base, let threshold, _):
      let places = LogTicks.symmetricalPlaces(low: low, high: high, base: base, threshold: threshold)
      return places.map { place in
        let isPower = base == 10 && (abs(place) >= 1e5 || abs(place) < 1e-3 && place != 0)
        let power = TickLabels.power(Int(log10(max(abs(place), 1e-300)).rounded()))
        return Tick(value: place, label: isPower ? (place < 0 ? "−" : "") + power : TickLabels.short(place))
      }
    }
  }

  /// Every C as a labelled tick and the other notes as minor ones; every note labelled below two octaves.
  private static func notes(low: Double, high: Double) -> [Tick] {
    guard high > 0, high > low else { return [] }
    let bottom = max(low, 8)
    let first = Int((69 + 12 * log2(bottom / 440) - 1e-6).rounded(.up))
    let last = Int((69 + 12 * log2(high / 440) + 1e-6).rounded(.down))
    guard first <= last else { return [] }
    let labelsAll = high <= 4 * bottom
    return (first...last).map { midi in
      let frequency = 440 * pow(2, Double(midi - 69) / 12)
      let isC = midi % 12 == 0
      return Tick(value: frequency, label: isC || labelsAll ? TickLabels.note(frequency) : "", isMinor: !isC)
    }
  }

  private static func labelled(_ places: [Double]) -> [Tick] {
    zip(places, TickLabels.numbers(places)).map { Tick(value: $0, label: $1) }
  }
}
