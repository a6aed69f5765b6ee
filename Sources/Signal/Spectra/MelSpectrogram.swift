import Foundation
import Tensors

/// Triangular bands spaced evenly on a mel scale, `librosa.filters.mel`.
///
/// Band i rises from the edge eᵢ to 1 at eᵢ₊₁ and falls to eᵢ₊₂; normalised, it is times 2 / (eᵢ₊₂ - eᵢ), so all have
/// the same area.
///
/// ```swift
/// let mel = try MelSpectrogram(bank: MelFilterBank(bandCount: 64))(note)  // [64, frames]
/// ```
public struct MelFilterBank: Sendable, Hashable {
  /// Number of bands.
  public var bandCount: Int
  /// The lowest edge, in hertz.
  public var minimumFrequency: Double
  /// The highest edge, in hertz; nil for half the sample rate.
  public var maximumFrequency: Double?
  /// The edges of the bands.
  public var scale: MelScale
  /// True if bands have equal areas rather than equal heights.
  public var isNormalized: Bool

  /// librosa's parameters and defaults: 128 bands of equal area from 0 Hz to half the rate.
  public init(
    bandCount: Int = 128, minimumFrequency: Double = 0, maximumFrequency: Double? = nil, scale: MelScale = .slaney,
    isNormalized: Bool = true
  ) {
    self.bandCount = bandCount
    self.minimumFrequency = minimumFrequency
    self.maximumFrequency = maximumFrequency
    self.scale = scale
    self.isNormalized = isNormalized
  }

  /// The weights, `[bandCount, fftLength / 2 + 1]`.
  ///
  /// - Throws: `SignalError.invalidParameter` for zero bands, or a lowest edge that is negative or not below the
  ///   highest.
  public func matrix(sampleRate: Int, fftLength: Int) throws -> Tensor {
    try weights(sampleRate: sampleRate, fftLength: fftLength).tensor
  }

  func weights(sampleRate: Int, fftLength: Int) throws -> SparseMatrix {
    try Require.positive(bandCount, "bandCount")
    try Require.positive(fftLength, "fftLength")
    try Require.nonNegative(minimumFrequency, "minimumFrequency")
    let highest = maximumFrequency ?? Double(sampleRate) / 2
    guard highest > minimumFrequency, highest.isFinite else {
      throw SignalError.invalidParameter(
        name: "maximumFrequency", value: "\(highest) Hz", requirement: "above \(minimumFrequency) Hz")
    }
    let low = scale.mels(frequency: minimumFrequency)
    let step = (scale.mels(frequency: highest) - low) / Double(bandCount + 1)
    let edges = (0..<bandCount + 2).map { scale.frequency(mels: low + Double($0) * step) }
    let binCount = fftLength / 2 + 1
    func bin(below frequency: Double) -> Int {
      let place = frequency * Double(fftLength) / Double(sampleRate)
      return place < Double(binCount) ? Int(place) : binCount
    }
    let rows = (0..<bandCount).map { band -> [SparseMatrix.Entry] in
      let area = isNormalized ? 2 / (edges[band + 2] - edges[band]) : 1
      // Beyond the edges, give or take a bin, a band has no weight.
      let first = max(0, bin(below: edges[band]) - 1)
      let last = min(binCount, bin(below: edges[band + 2]) + 2)
      return (first..<max(first, last)).compactMap { bin in
        let frequency = Double(bin) * Double(sampleRate) / Double(fftLength)
        let rising = (frequency - edges[band]) / (edges[band + 1] - edges[band])
        let falling = (edges[band + 2] - frequency) / (edges[band + 2] - edges[band + 1])
        // Rounded to single precision twice, because librosa's matrix is.
        let weight = Double(Float(Double(Float(max(0, min(rising, falling)))) * area))
        return weight == 0 ? nil : SparseMatrix.Entry(column: bin, weight: weight)
      }
    }
    return SparseMatrix(entries: rows, columns: binCount)
  }
}

/// The energy in each mel band at each time, `librosa.feature.melspectrogram`.
///
/// M = bank · |D|^power, by default of power spectra.
///
/// ```swift
/// let mel = try MelSpectrogram()(note)  // [128, frames]
/// ```
public struct MelSpectrogram: Sendable, Hashable {
  /// The spectra.
  public var transform: ShortTimeFourierTransform
  /// The bands.
  public var bank: MelFilterBank
  /// The exponent of magnitudes: 1 for amplitude, 2 for power.
  public var power: Double

  /// librosa's defaults.
  public init(
    transform: ShortTimeFourierTransform = .standard, bank: MelFilterBank = MelFilterBank(), power: Double = 2
  ) {
    self.transform = transform
    self.bank = bank
    self.power = power
  }

  /// The bands, `[bandCount, frames]`, or `[channels, bandCount, frames]` for several channels.
  ///
  /// - Throws: `SignalError` for parameters that do not fit.
  public func callAsFunction(_ waveform: Waveform) throws -> Tensor {
    try Require.positive(power, "power")
    let weights = try bank.weights(sampleRate: waveform.sampleRate, fftLength: transform.fftLength)
    let spectra: Tensor
    switch power {
    case 1: spectra = try transform.magnitudes(of: waveform)
    case 2: spectra = try transform.powers(of: waveform)
    default: spectra = try transform.magnitudes(of: waveform).mapScalars { Float(pow(Double($0), power)) }
    }
    return SpectrogramFrames(spectra).multiplied(by: weights)
  }
}
