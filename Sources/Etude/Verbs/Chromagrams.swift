import Display
import Files
import Foundation
import Images
import Plotting
import Signal
import Synchronization
import Tensors

/// Turns a folder of audio into pictures for training: the chromagram of each file without axes, as `<name>.png`.
///
/// The pictures are what `librosa.feature.chroma_cqt` and `librosa.display.specshow` make of the same files. All cores
/// work; a picture that is newer than its sound, and was made with the same parameters, is left as it is.
///
/// ```swift
/// try chromagrams(of: "lesson2_assets/wav", into: "lesson2_assets/cqt_data")
/// ```
///
/// - Parameters:
///   - source: a folder with WAV, AIFF, FLAC, OGG or MP3 files.
///   - target: the folder for the pictures; it is made if need be.
///   - chroma: the parameters of the chromagrams.
///   - sampleRate: the rate that sounds are resampled to, in hertz.
///   - colorMap: the colours; nil for those that librosa chooses.
/// - Returns: the pictures, in the order of their names.
/// - Throws: `SignalError` for a sound that cannot be read or a folder that is not there, `ImageError` for a picture that
///   cannot be written.
@discardableResult
public func chromagrams(
  of source: String, into target: String, chroma: ConstantQChroma = ConstantQChroma(), sampleRate: Int = 22050,
  colorMap: ColorMap? = nil
) throws -> [URL] {
  let work = try ChromagramFolder(
    sounds: ChromagramFolder.sounds(in: URL(filePath: source)), target: URL(filePath: target), chroma: chroma,
    sampleRate: sampleRate, colorMap: colorMap)
  let stale = work.stale
  guard !stale.isEmpty else { return work.pictures }
  let bar = ProgressBar("drawing chromagrams", total: stale.count)
  defer { bar.finish() }
  try work.draw(stale) { bar.advance() }
  return work.pictures
}

/// The chromagrams of some sounds in one folder.
struct ChromagramFolder {
  private let sounds: [URL]
  private let target: URL
  private let chroma: ConstantQChroma
  private let sampleRate: Int
  private let colorMap: ColorMap?

  private static let soundExtensions: Set = ["wav", "aif", "aiff", "flac", "ogg", "mp3"]

  /// The sound files in a folder, by name, without those that begin with a dot.
  static func sounds(in folder: URL) throws -> [URL] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw SignalError.fileNotFound(path: folder.path)
    }
    return names.filter {
      !$0.hasPrefix(".") && soundExtensions.contains(($0 as NSString).pathExtension.lowercased())
    }
    .sorted().map { folder.appending(path: $0) }
  }

  init(sounds: [URL], target: URL, chroma: ConstantQChroma, sampleRate: Int, colorMap: ColorMap?) throws {
    self.sounds = sounds
    self.target = target
    self.chroma = chroma
    self.sampleRate = sampleRate
    self.colorMap = colorMap
    do {
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    } catch {
      throw SignalError.unwritableAudio(path: target.path, reason: SystemReason.of(error))
    }
  }

  /// Where each sound's picture is or will be.
  var pictures: [URL] { sounds.map(picture) }

  private func picture(of sound: URL) -> URL {
    target.appending(path: sound.deletingPathExtension().lastPathComponent + ".png")
  }

  /// The sounds whose pictures are missing, older than they are, or of other parameters.
  var stale: [URL] {
    guard (try? String(contentsOf: recordFile, encoding: .utf8)) == record else { return sounds }
    return sounds.filter { sound in
      guard let made = Self.modificationDate(picture(of: sound)), let changed = Self.modificationDate(sound) else {
        return true
      }
      return made < changed
    }
  }

  /// Draws the pictures of some sounds on all cores, then records their parameters.
  func draw(_ sounds: [URL], progress: () -> Void) throws {
    // Without a record a run that ends early leaves pictures of unknown parameters, which the next run replaces.
    if sounds.count == self.sounds.count { try? FileManager.default.removeItem(at: recordFile) }
    let failure = Mutex<(any Error)?>(nil)
    parallelFor(sounds.count) { index in
      if failure.withLock({ $0 != nil }) { return }
      do {
        try Interruption.check()
        let waveform = try Waveform(contentsOf: sounds[index], sampleRate: sampleRate)
        try HeatMapPicture(chroma(waveform), colorMap: colorMap).write(png: picture(of: sounds[index]))
        progress()
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    try AtomicFile.write(Data(record.utf8), to: recordFile)
  }

  private var recordFile: URL { target.appending(path: ".chromagrams") }

  private var record: String { "\(chroma)\nsampleRate: \(sampleRate), colorMap: \(colorMap?.name ?? "chosen")\n" }

  private static func modificationDate(_ url: URL) -> Date? {
    try? FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
  }
}
