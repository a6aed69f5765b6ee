import Foundation

/// The format of the numbers beside ticks.
enum TickLabels {
  /// Numbers with as many decimals as their spacing needs, the same for all.
  ///
  /// From 10⁶ on and below 10⁻³ they are written with a power of ten, unless that would take many digits.
  static func numbers(_ places: [Double]) -> [String] {
    let largest = places.map(abs).max() ?? 0
    guard largest > 0 else { return places.map { short($0) } }
    let gap = zip(places, places.dropFirst()).map { abs($1 - $0) }.min() ?? largest
    let exponent = Int(floor(log10(largest) + 1e-9))
    let unit = pow(10, Double(exponent))
    let mantissaDecimals = decimals(for: gap / unit)
    if largest < 1e-3 || largest >= 1e6 && (mantissaDecimals <= 3 || largest >= 1e12) {
      let decimals = mantissaDecimals
      return places.map { $0 == 0 ? "0" : minus(fixed($0 / unit, decimals)) + "×" + power(exponent) }
    }
    let decimals = decimals(for: gap)
    return places.map { minus(fixed($0, decimals)) }
  }

  /// The number in its shortest form with up to six digits.
  static func short(_ value: Double) -> String { minus(String(format: "%.6g", value)) }

  /// Up to three digits, for reading aloud.
  static func spoken(_ value: Double) -> String { minus(String(format: "%.3g", value)) }

  /// A power of ten, in raised digits.
  static func power(_ exponent: Int) -> String {
    let raised = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let digits = String(abs(exponent)).compactMap { $0.wholeNumberValue.map { raised[$0] } }
    return "10" + (exponent < 0 ? "⁻" : "") + String(digits)
  }

  /// Seconds as librosa's `TimeFormatter` writes them, where `span` seconds are shown.
  static func librosaTime(_ seconds: Double, unit: TimeUnit?, span: Double) -> String {
    let rest = { (value: Double) in Int(value - 60 * floor(value / 60)) }
    if unit == .hours || unit == nil && span > 3600 {
      return String(format: "%d:%02d:%02d", Int(seconds / 3600), rest(seconds / 60), rest(seconds))
    }
    if unit == .minutes || unit == nil && span > 60 {
      return String(format: "%d:%02d", Int(seconds / 60), rest(seconds))
    }
    return switch unit {
    case .seconds: minus(String(format: "%.3g", seconds))
    case .milliseconds: minus(String(format: "%.3g", seconds * 1000))
    default: minus(String(format: span >= 1 ? "%.2g" : "%.3f", seconds))
    }
  }

  /// The note nearest to a frequency, with its octave: 440 Hz is A4.
  static func note(_ frequency: Double) -> String {
    guard frequency > 0 else { return "" }
    let midi = Int((69 + 12 * log2(frequency / 440)).rounded())
    return pitchClass(midi) + String(Int(floor(Double(midi) / 12)) - 1).replacingOccurrences(of: "-", with: "−")
  }

  /// The name of a pitch class, with sharps.
  static func pitchClass(_ index: Int) -> String {
    ["C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B"][((index % 12) + 12) % 12]
  }

  private static func decimals(for gap: Double) -> Int {
    guard gap > 0, gap.isFinite else { return 0 }
    for decimals in 0..<12 {
      let scaled = gap * pow(10, Double(decimals))
      if abs(scaled - scaled.rounded()) < 1e-6 * max(1, scaled), scaled >= 0.5 { return decimals }
    }
    return 3
  }

  private static func fixed(_ value: Double, _ decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", value)
    return Double(text) == 0 && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// A true minus sign, which is as wide as the plus.
  private static func minus(_ text: String) -> String { text.replacingOccurrences(of: "-", with: "−") }
}
