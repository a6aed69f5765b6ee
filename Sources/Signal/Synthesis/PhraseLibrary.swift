import Files
import Foundation
import Synchronization
import Tensors

/// A folder of phrases for training: one WAV file each, called as its entry says.
///
/// ```swift
/// let library = PhraseLibrary([
///   .init(name: "C-E-G_1", phrase: try Phrase(chord: ["C4", "E4", "G4"])),
///   .init(name: "D-A_2", phrase: try Phrase(melody: ["D4", "A4"], instrument: .flute)),
/// ])
/// try library.render(into: folder, synthesizer: Synthesizer())
/// ```
public struct PhraseLibrary: Sendable {
  /// A phrase and the name of its file.
  public struct Entry: Sendable, Hashable {
    /// The file's name without `.wav`.
    public var name: String
    /// The notes and the instrument that sound in it.
    public var phrase: Phrase

    /// Pairs the two.
    public init(name: String, phrase: Phrase) {
      self.name = name
      self.phrase = phrase
    }
  }

  /// The phrases, in the order in which their files are returned.
  public var entries: [Entry]

  /// Takes any phrases.
  public init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// Renders every phrase into a folder, on all cores, and returns the files in order.
  ///
  /// The bytes are the same on every run. A file whose content is already right is not rewritten, so files derived from
  /// it stay up to date.
  ///
  /// - Parameter progress: called after each file with the number of finished files, from any thread; false stops the
  ///   work.
  /// - Throws: `SignalError.invalidParameter` for a name that occurs twice or names no file of the folder, before
  ///   anything is rendered; what `Synthesizer.render` throws, `SignalError.unwritableAudio`, and `CancellationError`
  ///   if stopped.
  @discardableResult
  public func render(
    into folder: URL, synthesizer: Synthesizer, progress: (Int) -> Bool = { _ in true }
  ) throws -> [URL] {
    try checkNames()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw SignalError.unwritableAudio(path: folder.path, reason: SystemReason.of(error))
    }
    let files = entries.map { folder.appending(path: $0.name + ".wav") }
    let done = Mutex(0)
    let failure = Mutex<(any Error)?>(nil)
    parallelFor(entries.count) { index in
      if failure.withLock({ $0 != nil }) { return }
      do {
        let content = try content(of: entries[index], synthesizer: synthesizer)
        if (try? Data(contentsOf: files[index])) != content { try AudioEncoder.write(content, to: files[index]) }
        let count = done.withLock { done -> Int in
          done += 1
          return done
        }
        if !progress(count) { throw CancellationError() }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return files
  }

  private func content(of entry: Entry, synthesizer: Synthesizer) throws -> Data {
    do {
      return try synthesizer.wavContent(of: entry.phrase.midiFile())
    } catch SignalError.silentMIDI {
      throw SignalError.silentPhrase(
        name: entry.name, instrument: entry.phrase.instrument.name,
        notes: entry.phrase.notes.map { Pitch(midi: Double($0.key)).name() })
    }
  }

  private func checkNames() throws {
    var seen: Set<String> = []
    for name in entries.map(\.name) {
      guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/") else {
        throw SignalError.invalidParameter(
          name: "name", value: "“\(name)”",
          requirement: "the name of a file, without a leading dot and without slashes")
      }
      guard seen.insert(name).inserted else {
        throw SignalError.invalidParameter(name: "name", value: "“\(name)”", requirement: "that of one phrase alone")
      }
    }
  }
}
