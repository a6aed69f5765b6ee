import Display
import Files
import Foundation
import Images
import Plotting
import Signal
import Synchronization
import Tensors

/// A folder of images, each the chromagram or another spectrum of one sound, that is updated incrementally.
///
/// A hidden file beside the images, such as `.chromagrams`, records the parameters that they were drawn with, and the
/// size, date and hash of each sound: an image is drawn again if its sound was replaced by an older file or is newer
/// than the image. Only sounds of another size or date than recorded are read for this.
struct SpectrumFolder {
  /// A way from a sound to the matrix that is drawn.
  struct Spectrum: Sendable {
    /// Name of the verb, which the progress bar and the record have.
    let name: String
    /// All parameters, to detect stale images.
    let parameters: String
    /// `[rows, frames]` of a sound.
    let matrix: @Sendable (Waveform) throws -> Tensor
  }

  private let sounds: [URL]
  private let target: URL
  private let spectrum: Spectrum
  private let sampleRate: Int
  private let colorMap: ColorMap?

  private static let soundExtensions: Set = [
    "wav", "wave", "rf64", "w64", "aif", "aiff", "aifc", "flac", "ogg", "oga", "opus", "mp3", "au", "snd", "caf",
  ]
  private static let unreadExtensions: Set = [
    "m4a", "m4b", "aac", "mp4", "wma", "alac", "amr", "ape", "wv", "ac3", "webm",
  ]

  /// The sound files in a folder, by name, without those that begin with a dot; sounds in unsupported formats are
  /// listed on standard error.
  ///
  /// - Parameter verb: The verb, for the message.
  /// - Throws: `SignalError.fileNotFound`.
  static func sounds(in folder: URL, for verb: String) throws -> [URL] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw SignalError.fileNotFound(path: folder.path)
    }
    let visible = names.filter { !$0.hasPrefix(".") }.sorted()
    func ending(_ name: String) -> String { (name as NSString).pathExtension.lowercased() }
    let leftOut = visible.filter { unreadExtensions.contains(ending($0)) }
    if !leftOut.isEmpty {
      let shown =
        leftOut.prefix(5).joined(separator: ", ") + (leftOut.count > 5 ? " and \(leftOut.count - 5) more" : "")
      FileHandle.standardError.write(
        Data("\(verb) left out \(leftOut.count) sounds in unsupported formats: \(shown).\n".utf8))
    }
    return visible.filter { soundExtensions.contains(ending($0)) }.map { folder.appending(path: $0) }
  }

  /// Makes the folder for the images if it is not there.
  ///
  /// - Throws: ``VerbError/onePicture(sounds:picture:)`` and ``VerbError/unusableFolder(path:reason:)``.
  init(sounds: [URL], target: URL, spectrum: Spectrum, sampleRate: Int, colorMap: ColorMap?) throws {
    let stems = Dictionary(grouping: sounds) { $0.deletingPathExtension().lastPathComponent }
    if let (stem, rivals) = stems.filter({ $0.value.count > 1 }).min(by: { $0.key < $1.key }) {
      throw VerbError.onePicture(sounds: rivals.map(\.lastPathComponent), picture: stem + ".png")
    }
    self.sounds = sounds
    self.target = target
    self.spectrum = spectrum
    self.sampleRate = sampleRate
    self.colorMap = colorMap
    do {
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    } catch {
      throw VerbError.unusableFolder(path: target.path, reason: SystemReason.of(error))
    }
  }

  /// Draws the images that are stale, with a progress bar.
  ///
  /// - Throws: errors of reading a sound and writing an image; `Interrupted`.
  func update() throws {
    let kept = kept
    let states = try soundStates(knowing: kept)
    let stale = sounds.indices.filter { index in
      kept[sounds[index].lastPathComponent]?.hash != states[index].hash
        || !isYounger(picture(of: sounds[index]), than: sounds[index])
    }
    let all = Dictionary(uniqueKeysWithValues: sounds.indices.map(line))
    guard !stale.isEmpty else {
      if all != kept { try write(all) }
      return
    }
    let bar = ProgressBar("drawing \(spectrum.name)", total: stale.count)
    defer { bar.finish() }
    // Without its line in the record, an image is drawn again: a run that ends early leaves no image that counts as
    // new.
    try write(Dictionary(uniqueKeysWithValues: sounds.indices.filter { !stale.contains($0) }.map(line)))
    try draw(stale.map { sounds[$0] }) { bar.advance() }
    try write(all)

    func line(_ index: Int) -> (String, SoundState) { (sounds[index].lastPathComponent, states[index]) }
  }

  /// True if an image is there and was not changed before its sound was.
  private func isYounger(_ picture: URL, than sound: URL) -> Bool {
    func date(_ url: URL) -> Date? {
      try? FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
    }
    guard let made = date(picture), let changed = date(sound) else { return false }
    return made >= changed
  }

  /// The path of each sound's image.
  var pictures: [URL] { sounds.map(picture) }

  private func picture(of sound: URL) -> URL {
    target.appending(path: sound.deletingPathExtension().lastPathComponent + ".png")
  }

  /// The state of each sound, by its index.
  ///
  /// - Parameter kept: States by name, whose hashes apply to files of the same size and date.
  /// - Throws: `SignalError.unreadableAudio`.
  private func soundStates(knowing kept: [String: SoundState]) throws -> [SoundState] {
    try sounds.map { sound in
      do {
        let attributes = try FileManager.default.attributesOfItem(atPath: sound.path)
        let size = attributes[.size] as? Int ?? 0
        let date = (attributes[.modificationDate] as? Date)?.timeIntervalSinceReferenceDate ?? 0
        if let known = kept[sound.lastPathComponent], known.size == size, known.date == date { return known }
        let content = try Data(contentsOf: sound, options: .mappedIfSafe)
        return SoundState(size: size, date: date, hash: ContentHash(content).hexadecimal)
      } catch {
        throw SignalError.unreadableAudio(path: sound.path, reason: SystemReason.of(error))
      }
    }
  }

  /// Draws the images of some sounds on all cores.
  private func draw(_ sounds: [URL], progress: () -> Void) throws {
    let failure = Mutex<(any Error)?>(nil)
    parallelFor(sounds.count) { index in
      if failure.withLock({ $0 != nil }) { return }
      do {
        try Interruption.check()
        let waveform = try Waveform(contentsOf: sounds[index], sampleRate: sampleRate)
        try HeatMapPicture(spectrum.matrix(waveform), colorMap: colorMap).write(png: picture(of: sounds[index]))
        progress()
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  // MARK: - The record

  private var recordFile: URL { target.appending(path: ".\(spectrum.name)") }

  /// Parameters of all images.
  private var parameters: String {
    "\(spectrum.parameters), sampleRate: \(sampleRate), colorMap: \(colorMap?.name ?? "chosen")"
  }

  /// The sounds that images of these parameters were drawn from, by their names.
  private var kept: [String: SoundState] {
    guard let data = try? Data(contentsOf: recordFile), let record = try? JSONDecoder().decode(Record.self, from: data),
      record.parameters == parameters
    else { return [:] }
    return record.sounds
  }

  private func write(_ sounds: [String: SoundState]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(Record(parameters: parameters, sounds: sounds)), to: recordFile)
  }

  private struct Record: Codable {
    let parameters: String
    let sounds: [String: SoundState]
  }

  private struct SoundState: Codable, Equatable {
    /// Bytes of the file.
    let size: Int
    /// Time of its last change, in seconds.
    let date: Double
    let hash: String
  }
}
