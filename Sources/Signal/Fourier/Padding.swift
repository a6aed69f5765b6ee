/// Samples before a signal's first one and after its last one, where a centred frame reaches beyond.
///
/// ```swift
/// let transform = try ShortTimeFourierTransform(padding: .reflection)
/// ```
public enum Padding: String, Sendable, Hashable, CaseIterable {
  /// Silence, the default.
  case zeros = "constant"
  /// The signal mirrored at its ends, which are not repeated.
  case reflection = "reflect"
  /// The first and last sample held.
  case edge

  /// The sample that is at `index`, which may be outside `0..<count`; nil for silence.
  func source(_ index: Int, count: Int) -> Int? {
    if index >= 0 && index < count { return index }
    switch self {
    case .zeros: return nil
    case .edge: return count == 0 ? nil : min(max(index, 0), count - 1)
    case .reflection:
      if count <= 1 { return count == 0 ? nil : 0 }
      let period = 2 * (count - 1)
      let phase = ((index % period) + period) % period
      return min(phase, period - phase)
    }
  }
}
