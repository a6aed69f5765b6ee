import Signal
import Tensors

/// The complex short-time Fourier transform of a sound, `[fftLength / 2 + 1, frames]`, as `librosa.stft`.
///
/// ```swift
/// let spectrum = try stft(note)  // [1025, frames]
/// ```
/// - Throws: `SignalError` for parameters that do not fit.
public func stft(
  _ waveform: Waveform, fftLength: Int = 2048, hopLength: Int? = nil, windowLength: Int? = nil,
  window: Window = .hann, isCentered: Bool = true
) throws -> ComplexTensor {
  try ShortTimeFourierTransform(
    fftLength: fftLength, hopLength: hopLength, windowLength: windowLength, window: window, isCentered: isCentered)(
      waveform)
}
