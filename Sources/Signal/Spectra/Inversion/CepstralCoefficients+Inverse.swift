import Foundation
import Tensors

extension CepstralCoefficients {
  /// The mel spectrogram of coefficients, smoother than the one that they were computed from, `[bands, frames]`;
  /// `librosa.feature.inverse.mfcc_to_mel`.
  ///
  /// The lifter is divided out, missing coefficients are 0, and the cosine transform and the decibels are undone.
  ///
  /// - Parameters:
  ///   - coefficients: `[count, frames]`, or `[channels, count, frames]`.
  ///   - reference: the power of 0 dB.
  /// - Throws: `SignalError.invalidParameter` for another shape, a negative lifter, or a lifter that sets a coefficient
  ///   to 0.
  public func melSpectrogram(of coefficients: Tensor, reference: Double = 1) throws -> Tensor {
    try Require.spectrogram(coefficients, "coefficients")
    try Require.positive(reference, "reference")
    let bands = mel.bank.bandCount
    try validate(bands: bands)
    let count = coefficients.shape[coefficients.rank - 2]
    let lifts = (0..<count).map { lift(ofRow: $0) }
    if let row = lifts.firstIndex(where: { abs($0) < Double(Float.ulpOfOne) }) {
      throw SignalError.invalidParameter(
        name: "lifter", value: "\(lifter)", requirement: "one that does not set coefficient \(row) to 0")
    }
    let rows = cosineTransform.inverseMatrix(count: bands, isOrthonormal: isOrthonormal).map { line in
      (0..<count).map { $0 < bands ? line[$0] / lifts[$0] : 0 }
    }
    let levels = SpectrogramFrames(coefficients).multiplied(by: SparseMatrix(rows, columns: count))
    return Decibels.toPower(levels, reference: reference)
  }

  /// A sound with the given coefficients; `librosa.feature.inverse.mfcc_to_audio`.
  ///
  /// - Parameters:
  ///   - coefficients: `[count, frames]`, or `[channels, count, frames]`.
  ///   - sampleRate: that of the sound, in hertz.
  ///   - frameCount: number of samples per channel; nil derives it from the frames.
  ///   - iterationCount: how often `GriffinLim` finds phases again.
  ///   - initialPhase: the phases to begin with.
  /// - Throws: what `melSpectrogram(of:)` and `MelSpectrogram.inverse` throw.
  public func inverse(
    _ coefficients: Tensor, sampleRate: Int, frameCount: Int? = nil, iterationCount: Int = 32,
    initialPhase: GriffinLim.InitialPhase = .random(seed: 0)
  ) throws -> Waveform {
    try mel.inverse(
      melSpectrogram(of: coefficients), sampleRate: sampleRate, frameCount: frameCount,
      iterationCount: iterationCount, initialPhase: initialPhase)
  }
}
