import Foundation

/// Scales of pitch as ears judge it, on which equal steps sound equally far.
///
/// ```swift
/// let bank = MelFilterBank(scale: .htk)
/// ```
public enum MelScale: String, Sendable, Hashable, CaseIterable {
  /// Linear below 1 kHz, 3f / 200; logarithmic above, 15 + 27 ln(f / 1000) / ln 6.4 (Slaney, *Auditory Toolbox*, 1998).
  case slaney
  /// 2595 log₁₀(1 + f / 700), as in the Hidden Markov Toolkit (O'Shaughnessy, 1987).
  case htk

  /// Mels of a frequency in hertz, as `librosa.hz_to_mel`.
  public func mels(frequency: Double) -> Double {
    switch self {
    case .htk: 2595 * log10(1 + frequency / 700)
    case .slaney:
      frequency >= 1000
        ? 1000 / (200.0 / 3) + log(frequency / 1000) / (log(6.4) / 27) : frequency / (200.0 / 3)
    }
  }

  /// The frequency in hertz of a mel value, like `librosa.mel_to_hz`.
  public func frequency(mels: Double) -> Double {
    switch self {
    case .htk: 700 * (pow(10, mels / 2595) - 1)
    case .slaney: mels >= 15 ? 1000 * exp(log(6.4) / 27 * (mels - 15)) : mels * (200.0 / 3)
    }
  }
}
