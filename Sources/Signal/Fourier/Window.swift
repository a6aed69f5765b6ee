import Foundation
import Synchronization

/// The weights by which a frame fades in and out before it is transformed.
///
/// All are periodic (`fftbins=True` in SciPy): a window of length N is the first N points of a symmetric one of N + 1.
public enum Window: String, Sendable, Hashable, CaseIterable {
  /// 0.5 - 0.5 cos(2πi / N), the default everywhere.
  case hann
  /// 0.54 - 0.46 cos(2πi / N).
  case hamming
  /// 0.42 - 0.5 cos(2πi / N) + 0.08 cos(4πi / N).
  case blackman
  /// The four-term window with side lobes at -92 dB.
  case blackmanHarris = "blackmanharris"
  /// Straight up and down: 1 - |2i / N - 1|.
  case bartlett
  /// No fading: ones.
  case rectangular = "ones"

  /// The weights, `[length]`.
  public func weights(length: Int) -> [Double] {
    switch self {
    case .hann: Self.cosineSum([0.5, 0.5], length)
    case .hamming: Self.cosineSum([0.54, 0.46], length)
    case .blackman: Self.cosineSum([0.42, 0.5, 0.08], length)
    case .blackmanHarris: Self.cosineSum([0.35875, 0.48829, 0.14128, 0.01168], length)
    case .bartlett: (0..<length).map { 1 - abs(2 * Double($0) / Double(length) - 1) }
    case .rectangular: [Double](repeating: 1, count: length)
    }
  }

  /// The weights, computed once a process: every block of frames asks for them.
  func kept(length: Int) -> [Double] {
    let key = Key(window: self, length: length)
    if let weights = Self.tables.withLock({ $0[key] }) { return weights }
    let weights = weights(length: length)
    Self.tables.withLock { tables in
      if tables.count >= 64 { tables.removeAll() }
      tables[key] = weights
    }
    return weights
  }

  private struct Key: Hashable {
    let window: Window
    let length: Int
  }

  private static let tables = Mutex<[Key: [Double]]>([:])

  /// The equivalent noise bandwidth in bins, N Σw² / (Σw)², as librosa tables it for 1000 points.
  var bandwidth: Double {
    switch self {
    case .hann: 1.50018310546875
    case .hamming: 1.3629455320350348
    case .blackman: 1.7269681554262326
    case .blackmanHarris: 2.0045975283585014
    case .bartlett: 1.3334961334912805
    case .rectangular: 1
    }
  }

  /// Σ (-1)ᵏ aₖ cos(2πki / N), in the order in which SciPy adds.
  private static func cosineSum(_ coefficients: [Double], _ length: Int) -> [Double] {
    if length <= 1 { return [Double](repeating: 1, count: max(0, length)) }
    return (0..<length).map { index in
      let angle = -Double.pi + Double(index) * (2 * Double.pi / Double(length))
      return coefficients.enumerated().reduce(0) { $0 + $1.element * cos(Double($1.offset) * angle) }
    }
  }
}

/// What stands before a signal's first sample and after its last one, where a centred frame reaches beyond.
public enum Padding: String, Sendable, Hashable, CaseIterable {
  /// Silence, the default.
  case zeros = "constant"
  /// The signal mirrored at its ends, which are not repeated.
  case reflection = "reflect"
  /// The first and last sample held.
  case edge

  /// The sample that stands at `index`, which may lie outside of `0..<count`; nil for silence.
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
