import Signal
import Tensors

/// The constant-Q chromagram of a sound, `[12, frames]`: how strongly each pitch class sounds, C in row 0.
///
/// All parameters are librosa's defaults (`librosa.feature.chroma_cqt(y=y, sr=sr)`): a frame every 512 samples, seven
/// octaves of 36 bins from C1, tuning estimated, each frame's largest value 1.
///
/// ```swift
/// let C = chroma(note)
/// specshow(C, yAxis: .chroma)
/// ```
///
/// - Precondition: the sound's rate is above 8.4 kHz, as the seventh octave requires; with parameters, `chroma` throws
///   instead.
public func chroma(_ waveform: Waveform) -> Tensor {
  do {
    return try ConstantQChroma()(waveform)
  } catch {
    fatalError(
      "chroma(\(waveform)): \(error) With a parameter, as in try chroma(sound, octaveCount: 6), it throws instead.")
  }
}

/// The constant-Q chromagram with other parameters than the defaults, `[chromaCount, frames]`.
///
/// ```swift
/// let fine = try chroma(note, hopLength: 256, norm: .norm(2))
/// ```
/// - Parameters: like those of `ConstantQChroma`.
/// - Throws: `SignalError` for parameters that do not fit the sound.
public func chroma(
  _ waveform: Waveform, hopLength: Int = 512, minimumFrequency: Double? = nil, norm: Normalization = .maximum,
  threshold: Double? = 0, tuning: Double? = nil, chromaCount: Int = 12, octaveCount: Int = 7,
  binsPerOctave: Int? = ConstantQChroma.defaultBinsPerOctave
) throws -> Tensor {
  try ConstantQChroma(
    hopLength: hopLength, minimumFrequency: minimumFrequency, norm: norm, threshold: threshold, tuning: tuning,
    chromaCount: chromaCount, octaveCount: octaveCount, binsPerOctave: binsPerOctave)(waveform)
}
