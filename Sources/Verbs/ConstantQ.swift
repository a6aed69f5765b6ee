import Foundation
import Plotting
import Signal
import Tensors

/// The constant-Q spectrum of a sound in decibels below its loudest point, `[84, frames]`: seven octaves of semitones, C1
/// in row 0.
///
/// A chromagram folds all octaves onto one; this spectrum has separate rows for each octave. In librosa,
/// `amplitude_to_db(np.abs(cqt(y, sr=sr)), ref=np.max)`.
///
/// ```swift
/// specshow(constantQ(note), yAxis: .constantQNotes)
/// ```
///
/// - Precondition: the sound's rate is above 8.4 kHz, as the seventh octave requires; with parameters, `constantQ`
///   throws instead.
public func constantQ(_ waveform: Waveform) -> Tensor {
  do {
    return try constantQ(waveform, transform: ConstantQTransform())
  } catch {
    fatalError(
      "constantQ(\(waveform)): \(error) With a parameter, as in try constantQ(sound, transform: "
        + "ConstantQTransform(binCount: 72)), it throws instead.")
  }
}

/// The constant-Q spectrum in decibels with other parameters than the defaults, `[transform.binCount, frames]`.
///
/// ```swift
/// let levels = try constantQ(note, transform: ConstantQTransform(binCount: 48, binsPerOctave: 12))
/// ```
/// - Parameters:
///   - transform: bins, octaves and frames.
///   - range: distance below the loudest point at which values are cut off, in decibels; nil for no limit.
/// - Throws: `SignalError` for parameters that do not fit the sound.
public func constantQ(
  _ waveform: Waveform, transform: ConstantQTransform, range: Double? = 80
) throws -> Tensor {
  try amplitudeToDecibels(transform.magnitudes(of: waveform), reference: .maximum, range: range)
}

/// Turns a folder of audio into images for training: the constant-Q spectrum of each file without axes, as
/// `<name>.png`.
///
/// Unlike ``chromagrams(of:into:chroma:sampleRate:colorMap:)``, these images tell octaves apart. All cores are used; an
/// image that is up to date with its sound and the parameters is kept.
///
/// ```swift
/// try constantQPictures(of: "notes/wav", into: "notes/constant-q")
/// ```
///
/// - Parameters:
///   - source: a folder with WAV, AIFF, FLAC, OGG or MP3 files.
///   - target: the folder for the images; it is created if needed.
///   - transform: bins, octaves and frames.
///   - range: distance below the loudest point at which values are cut off, in decibels; nil for no limit.
///   - sampleRate: the rate that sounds are resampled to, in hertz.
///   - colorMap: the colours; nil for librosa's choice.
/// - Returns: the images, in the order of their names.
/// - Throws: as `chromagrams`.
@discardableResult
public func constantQPictures(
  of source: String, into target: String, transform: ConstantQTransform = ConstantQTransform(), range: Double? = 80,
  sampleRate: Int = 22050, colorMap: ColorMap? = nil
) throws -> [URL] {
  let limit = range.map { "\($0)" } ?? "none"
  let spectrum = SpectrumFolder.Spectrum(name: "constantQPictures", parameters: "\(transform), range: \(limit)") {
    try constantQ($0, transform: transform, range: range)
  }
  let folder = try SpectrumFolder(
    sounds: SpectrumFolder.sounds(in: URL(filePath: source), for: spectrum.name), target: URL(filePath: target),
    spectrum: spectrum, sampleRate: sampleRate, colorMap: colorMap)
  try folder.update()
  return folder.pictures
}
