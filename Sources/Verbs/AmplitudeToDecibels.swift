import Signal
import Tensors

/// Magnitudes in decibels, of the same shape, as `librosa.amplitude_to_db`.
///
/// ```swift
/// let levels = try amplitudeToDecibels(magnitudes, reference: .maximum)
/// ```
/// - Throws: `SignalError.invalidParameter` for a minimum of 0, a negative range or an empty array.
public func amplitudeToDecibels(
  _ amplitude: Tensor, reference: DecibelReference = .value(1), minimum: Double = 1e-5, range: Double? = 80
) throws -> Tensor {
  try Decibels.fromAmplitude(amplitude, reference: reference, minimum: minimum, range: range)
}
