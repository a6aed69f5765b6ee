import Display
import Files
import Foundation
import Images
import Plotting
import Signal
import Synchronization
import Tensors

/// A folder of pictures, each the chromagram of one sound, that is brought up to date incrementally.
///
/// A hidden file beside the pictures, `.chromagrams`, records the parameters that they were drawn with.
struct ChromagramFolder {
  private let sounds: [URL]
  private let target: URL
  private let chroma: ConstantQChroma
  private let sampleRate: Int
  private let colorMap: ColorMap?

  private static let soundExtensions: Set = ["wav", "aif", "aiff", "flac", "ogg", "mp3"]

  /// The sound files in a folder, by name, without those that begin with a dot.
  ///
  /// - Throws: `SignalError.fileNotFound`.
  static func sounds(in folder: URL) throws -> [URL] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw SignalError.fileNotFound(path: folder.path)
    }
    return names.filter {
      !$0.hasPrefix(".") && soundExtensions.contains(($0 as NSString).pathExtension.lowercased())
    }
    .sorted().map { folder.appending(path: $0) }
  }

  /// Makes the folder for the pictures if it is not there.
  ///
  /// - Throws: ``VerbError/unusableFolder(path:reason:)``.
  init(sounds: [URL], target: URL, chroma: ConstantQChroma, sampleRate: Int, colorMap: ColorMap?) throws {
    self.sounds = sounds
    self.target = target
    self.chroma = chroma
    self.sampleRate = sampleRate
    self.colorMap = colorMap
    do {
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    } catch {
      throw VerbError.unusableFolder(path: target.path, reason: SystemReason.of(error))
    }
  }

  /// Draws the pictures that are stale, with a progress bar.
  ///
  /// - Throws: what reading a sound and writing a picture throw; `Interrupted`.
  func update() throws {
    let stale = stale
    guard !stale.isEmpty else { return }
    let bar = ProgressBar("drawing chromagrams", total: stale.count)
    defer { bar.finish() }
    try draw(stale) { bar.advance() }
  }

  /// Where each sound's picture is or will be.
  var pictures: [URL] { sounds.map(picture) }

  private func picture(of sound: URL) -> URL {
    target.appending(path: sound.deletingPathExtension().lastPathComponent + ".png")
  }

  /// The sounds whose pictures are missing, older than they are, or of other parameters.
  private var stale: [URL] {
    guard (try? String(contentsOf: recordFile, encoding: .utf8)) == record else { return sounds }
    return sounds.filter { sound in
      guard let made = Self.modificationDate(picture(of: sound)), let changed = Self.modificationDate(sound) else {
        return true
      }
      return made < changed
    }
  }

  /// Draws the pictures of some sounds on all cores, then records their parameters.
  private func draw(_ sounds: [URL], progress: () -> Void) throws {
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
