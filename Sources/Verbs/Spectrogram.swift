import Signal
import Tensors

/// The spectrogram of a sound in decibels below its loudest point, `[1025, frames]`.
///
/// The steps are `ShortTimeFourierTransform` and `Decibels.fromAmplitude`; in librosa,
/// `amplitude_to_db(np.abs(stft(y)), ref=np.max)`.
///
/// ```swift
/// let D = spectrogram(note)
/// specshow(D, yAxis: .log)
/// ```
public func spectrogram(_ waveform: Waveform) -> Tensor {
  do {
    return try spectrogram(waveform, fftLength: 2048)
  } catch {
    fatalError("spectrogram(\(waveform)): \(error)")
  }
}

/// The spectrogram in decibels with other parameters than the defaults, `[fftLength / 2 + 1, frames]`.
///
/// ```swift
/// let fine = try spectrogram(note, fftLength: 4096, window: .hamming)
/// ```
/// - Parameters:
///   - fftLength: samples in a transform.
///   - hopLength: samples between frames; a quarter of the window if nil.
///   - windowLength: samples under the window; `fftLength` if nil.
///   - window: the window function of a frame.
///   - reference: the amplitude of 0 dB.
///   - range: distance below the loudest point at which values are cut off, in decibels.
/// - Throws: `SignalError` for parameters that do not fit.
public func spectrogram(
  _ waveform: Waveform, fftLength: Int = 2048, hopLength: Int? = nil, windowLength: Int? = nil,
  window: Window = .hann, reference: DecibelReference = .maximum, range: Double? = 80
) throws -> Tensor {
  let transform = try ShortTimeFourierTransform(
    fftLength: fftLength, hopLength: hopLength, windowLength: windowLength, window: window)
  return try amplitudeToDecibels(transform.magnitudes(of: waveform), reference: reference, range: range)
}
