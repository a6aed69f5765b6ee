import Foundation
import Tensors

extension MelSpectrogram {
  /// Magnitudes of a spectrum whose mel bands approximate the given ones, `[bins, frames]`;
  /// `librosa.feature.inverse.mel_to_stft`.
  ///
  /// The non-negative least squares of |bank · x - mel|, to the power of 1 / `power`. Bands are fewer than bins, so that
  /// many spectra fit: it is one of them, with no more error than librosa's.
  ///
  /// - Parameters:
  ///   - mel: `[bandCount, frames]`, or `[channels, bandCount, frames]`.
  ///   - sampleRate: that of the sound, in hertz.
  /// - Throws: `SignalError.invalidParameter` for another number of bands, or numbers that are not finite.
  public func magnitudes(ofMel mel: Tensor, sampleRate: Int) throws -> Tensor {
    try Require.positive(power, "power")
    try Require.positive(sampleRate, "sampleRate")
    try Require.spectrogram(mel, "mel")
    let (bands, frames) = (mel.shape[mel.rank - 2], mel.shape[mel.rank - 1])
    guard bands == bank.bandCount else {
      throw SignalError.invalidParameter(
        name: "mel", value: "an array of shape \(mel.shape)", requirement: "[\(bank.bandCount), frames]")
    }
    if let stranger = mel.withUnsafeScalars({ $0.first { !$0.isFinite } }) {
      throw SignalError.invalidParameter(name: "mel", value: "\(stranger)", requirement: "finite")
    }
    let problem = NonNegativeLeastSquares(
      try bank.weights(sampleRate: sampleRate, fftLength: transform.fftLength))
    let bins = transform.binCount
    var result = Tensor(zeros: Array(mel.shape.dropLast(2)) + [bins, frames])
    let exponent = 1 / power
    mel.withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in
        parallelFor(frames == 0 ? 0 : source.count / bands, grain: 4) { range in
          for index in range {
            let (channel, frame) = (index / frames, index % frames)
            let column = (0..<bands).map { Double(source[(channel * bands + $0) * frames + frame]) }
            for (bin, value) in problem.solution(of: column).enumerated() {
              let magnitude = power == 2 ? value.squareRoot() : pow(value, exponent)
              target[(channel * bins + bin) * frames + frame] = Float(magnitude)
            }
          }
        }
      }
    }
    return result
  }

  /// A sound with the given mel bands: `magnitudes(ofMel:)`, and phases that `GriffinLim` finds;
  /// `librosa.feature.inverse.mel_to_audio`.
  ///
  /// ```swift
  /// let mel = MelSpectrogram()
  /// let back = try mel.inverse(mel(note), sampleRate: note.sampleRate)
  /// ```
  ///
  /// - Parameters:
  ///   - mel: `[bandCount, frames]`, or `[channels, bandCount, frames]`.
  ///   - sampleRate: that of the sound, in hertz.
  ///   - frameCount: number of samples per channel; nil derives it from the frames.
  ///   - iterationCount: how often phases are found again.
  ///   - initialPhase: the phases to begin with.
  /// - Throws: what `magnitudes(ofMel:)` and `GriffinLim` throw.
  public func inverse(
    _ mel: Tensor, sampleRate: Int, frameCount: Int? = nil, iterationCount: Int = 32,
    initialPhase: GriffinLim.InitialPhase = .random(seed: 0)
  ) throws -> Waveform {
    let method = GriffinLim(transform: transform, iterationCount: iterationCount, initialPhase: initialPhase)
    return try method(
      magnitudes(ofMel: mel, sampleRate: sampleRate), sampleRate: sampleRate, frameCount: frameCount)
  }
}
