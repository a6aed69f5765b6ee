import Foundation

extension Double {
  /// The number with a fixed number of decimals, independent of the locale.
  func formatted(decimals: Int) -> String {
    guard isFinite else { return isNaN ? "nan" : self > 0 ? "inf" : "-inf" }
    return String(format: "%.\(decimals)f", self)
  }
}
