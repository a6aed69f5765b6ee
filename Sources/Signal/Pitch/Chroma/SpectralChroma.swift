import Foundation
import Tensors

/// A chromagram from a short-time Fourier transform, cheaper and blunter than one from a constant-Q transform;
/// `librosa.feature.chroma_stft`.
///
/// ```swift
/// let chroma = try SpectralChroma()(note)  // [12, frames]
/// ```
public struct SpectralChroma: Sendable, Hashable {
  /// The spectra.
  public var transform: ShortTimeFourierTransform
  /// The norm of each frame.
  public var norm: Normalization
  /// The shift of the scale in fractions of a row; nil to estimate it from the sound.
  public var tuning: Double?
  /// The matrix that adds bins up into rows.
  public var bank: ChromaFilterBank

  /// librosa's defaults: twelve rows, tuning estimated, each frame's largest value 1.
  public init(
    transform: ShortTimeFourierTransform = .standard, norm: Normalization = .maximum, tuning: Double? = nil,
    bank: ChromaFilterBank = ChromaFilterBank()
  ) {
    self.transform = transform
    self.norm = norm
    self.tuning = tuning
    self.bank = bank
  }

  /// The chromagram, `[chromaCount, frames]`, or `[channels, chromaCount, frames]` for several channels.
  ///
  /// - Throws: `SignalError` for parameters that do not fit.
  public func callAsFunction(_ waveform: Waveform) throws -> Tensor {
    try norm.validate()
    let powers = try transform.powers(of: waveform)
    let tuning =
      try tuning
      ?? Tuning.estimate(spectrogram: powers, sampleRate: waveform.sampleRate, binsPerOctave: bank.chromaCount)
    let weights = try bank.weights(
      sampleRate: waveform.sampleRate, fftLength: transform.fftLength, tuning: tuning)
    var chroma = SpectrogramFrames(powers).multiplied(by: weights)
    let (rows, frames) = (bank.chromaCount, powers.shape[powers.rank - 1])
    chroma.withUnsafeMutableScalars { scalars in
      for channel in 0..<waveform.channelCount {
        let part = scalars[channel * rows * frames..<(channel + 1) * rows * frames]
        norm.apply(to: UnsafeMutableBufferPointer(rebasing: part), rows: rows, columns: frames)
      }
    }
    return chroma
  }
}

/// Gaussian bumps that add frequency bins up into pitch classes, `librosa.filters.chroma`.
///
/// Bin k at q = n log₂(f / (A / 16)) rows belongs to row c by exp(-½ (2d / width)²), d being its distance on the circle
/// of n rows and width that to the next bin, at least 1; a column's weights are normalised and fade with the distance
/// from octave `centerOctave` (Ellis, *Chroma feature analysis and synthesis*, 2007).
///
/// ```swift
/// let chroma = try SpectralChroma(bank: ChromaFilterBank(centerOctave: 4))(note)
/// ```
public struct ChromaFilterBank: Sendable, Hashable {
  /// Number of rows.
  public var chromaCount: Int
  /// The octave that counts most.
  public var centerOctave: Double
  /// Number of octaves from there until the weight falls to e^-½; nil for no fading.
  public var octaveWidth: Double?
  /// The norm of each column.
  public var norm: Normalization
  /// True if row 0 is C rather than A.
  public var startsAtC: Bool

  /// librosa's defaults.
  public init(
    chromaCount: Int = 12, centerOctave: Double = 5, octaveWidth: Double? = 2, norm: Normalization = .norm(2),
    startsAtC: Bool = true
  ) {
    self.chromaCount = chromaCount
    self.centerOctave = centerOctave
    self.octaveWidth = octaveWidth
    self.norm = norm
    self.startsAtC = startsAtC
  }

  /// The weights, `[chromaCount, fftLength / 2 + 1]`.
  ///
  /// - Throws: `SignalError.invalidParameter` for zero rows or a transform of fewer than 2 samples.
  public func matrix(sampleRate: Int, fftLength: Int, tuning: Double = 0) throws -> Tensor {
    try weights(sampleRate: sampleRate, fftLength: fftLength, tuning: tuning).tensor
  }

  func weights(sampleRate: Int, fftLength: Int, tuning: Double) throws -> SparseMatrix {
    try Require.positive(chromaCount, "chromaCount")
    try norm.validate()
    guard fftLength >= 2 else {
      throw SignalError.invalidParameter(name: "fftLength", value: "\(fftLength)", requirement: "at least 2")
    }
    if let octaveWidth { try Require.positive(octaveWidth, "octaveWidth") }
    let count = Double(chromaCount)
    let reference = 440 * exp2(tuning / count) / 16
    var places = (1..<fftLength).map { bin in
      count * log2(Double(bin) * Double(sampleRate) / Double(fftLength) / reference)
    }
    // The constant bin is an octave and a half below the first.
    places.insert(places[0] - 1.5 * count, at: 0)
    let half = (count / 2).rounded(.toNearestOrEven)
    let turn = startsAtC ? 3 * (chromaCount / 12) : 0
    let binCount = fftLength / 2 + 1
    var rows = [[Double]](repeating: [Double](repeating: 0, count: binCount), count: chromaCount)
    for bin in 0..<binCount {
      let width = bin + 1 < places.count ? max(places[bin + 1] - places[bin], 1) : 1
      let column = (0..<chromaCount).map { row -> Double in
        let turned = places[bin] - Double(row) + half + 10 * count
        let distance = turned - count * (turned / count).rounded(.down) - half
        return exp(-0.5 * (2 * distance / width) * (2 * distance / width))
      }
      let length = columnLength(column)
      let fade = octaveWidth.map { exp(-0.5 * pow((places[bin] / count - centerOctave) / $0, 2)) } ?? 1
      for row in 0..<chromaCount {
        let target = ((row - turn) % chromaCount + chromaCount) % chromaCount
        rows[target][bin] = Double(Float(column[row] / length * fade))
      }
    }
    return SparseMatrix(rows, columns: binCount)
  }

  private func columnLength(_ column: [Double]) -> Double {
    let length: Double
    switch norm {
    case .none: return 1
    case .maximum: length = column.max() ?? 0
    case .norm(let p): length = pow(column.reduce(0) { $0 + pow($1, p) }, 1 / p)
    }
    return length < Double.leastNormalMagnitude ? 1 : length
  }
}
