import Foundation
import Plotting
import Signal

/// Turns a folder of audio into images for training: the chromagram of each file without axes, as `<name>.png`.
///
/// The images equal those of `librosa.feature.chroma_cqt` and `librosa.display.specshow` for the same files. All cores
/// are used; an image that is up to date with its sound and the parameters is kept.
///
/// ```swift
/// try chromagrams(of: "lesson2_assets/wav", into: "lesson2_assets/cqt_data")
/// ```
///
/// - Parameters:
///   - source: a folder with WAV, AIFF, FLAC, OGG or MP3 files.
///   - target: the folder for the images; it is created if needed.
///   - chroma: the parameters of the chromagrams.
///   - sampleRate: the rate that sounds are resampled to, in hertz.
///   - colorMap: the colours; nil for librosa's choice.
/// - Returns: the images, ordered by name.
/// - Throws: `SignalError` for a sound that cannot be read or a folder of sounds that is not there,
///   ``VerbError/onePicture(sounds:picture:)`` for two sounds whose names differ in their ending alone,
///   ``VerbError/unusableFolder(path:reason:)`` if the folder for the images cannot be made, `ImageError` for an image
///   that cannot be written.
@discardableResult
public func chromagrams(
  of source: String, into target: String, chroma: ConstantQChroma = ConstantQChroma(), sampleRate: Int = 22050,
  colorMap: ColorMap? = nil
) throws -> [URL] {
  let spectrum = SpectrumFolder.Spectrum(name: "chromagrams", parameters: "\(chroma)") { try chroma($0) }
  let folder = try SpectrumFolder(
    sounds: SpectrumFolder.sounds(in: URL(filePath: source), for: spectrum.name), target: URL(filePath: target),
    spectrum: spectrum, sampleRate: sampleRate, colorMap: colorMap)
  try folder.update()
  return folder.pictures
}
