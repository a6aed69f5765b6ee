import Foundation
import Tensors

/// Mel-frequency cepstral coefficients: the shape of a spectrum in few numbers, `librosa.feature.mfcc`.
///
/// The orthonormal discrete cosine transform (type II) of the mel spectrogram in decibels; with a lifter L, coefficient
/// n (from 1) is times 1 + L/2 · sin(πn / L).
///
/// ```swift
/// let coefficients = try CepstralCoefficients()(note)  // [20, frames]
/// ```
public struct CepstralCoefficients: Sendable, Hashable {
  /// The number of coefficients, at most the number of bands.
  public var count: Int
  /// The lifter L; 0 for none.
  public var lifter: Double
  /// The bands under the coefficients.
  public var mel: MelSpectrogram
  /// The kind of cosine transform.
  public var cosineTransform: CosineTransform
  /// True if the transform keeps lengths, `norm="ortho"`; false for no factor at all, `norm=None`.
  public var isOrthonormal: Bool

  /// librosa's defaults: 20 coefficients of 128 bands.
  public init(
    count: Int = 20, lifter: Double = 0, mel: MelSpectrogram = MelSpectrogram(),
    cosineTransform: CosineTransform = .two, isOrthonormal: Bool = true
  ) {
    self.count = count
    self.lifter = lifter
    self.mel = mel
    self.cosineTransform = cosineTransform
    self.isOrthonormal = isOrthonormal
  }

  /// The coefficients, `[count, frames]`, or `[channels, count, frames]` for several channels.
  ///
  /// - Throws: `SignalError` for parameters that do not fit.
  public func callAsFunction(_ waveform: Waveform) throws -> Tensor {
    try callAsFunction(decibels: Decibels.fromPower(mel(waveform)))
  }

  /// The coefficients of a spectrogram in decibels, `[bands, frames]`.
  ///
  /// - Throws: `SignalError.invalidParameter` for a count below 1, a negative lifter or another shape.
  public func callAsFunction(decibels: Tensor) throws -> Tensor {
    try Require.spectrogram(decibels, "decibels")
    let frames = SpectrogramFrames(decibels)
    let bands = frames.bins
    try validate(bands: bands)
    let matrix = cosineTransform.matrix(count: bands, isOrthonormal: isOrthonormal, rows: count)
    let rows = matrix.enumerated().map { row, line in line.map { lift(ofRow: row) * $0 } }
    return frames.multiplied(by: SparseMatrix(rows, columns: bands))
  }

  /// Factor of a coefficient, counted from 0.
  func lift(ofRow row: Int) -> Double {
    lifter > 0 ? 1 + lifter / 2 * sin(Double.pi * Double(row + 1) / lifter) : 1
  }

  func validate(bands: Int) throws {
    try Require.positive(count, "count")
    try Require.nonNegative(lifter, "lifter")
    guard cosineTransform != .one || bands >= 2 else {
      throw SignalError.invalidParameter(
        name: "bandCount", value: "\(bands)", requirement: "at least 2 for a cosine transform of type 1")
    }
  }
}
