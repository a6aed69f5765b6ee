import Foundation

/// A folder of single notes for training: every pitch on every instrument at every velocity, one WAV file each.
///
/// A file is called `<label>_<number>.wav`, the number counting instruments from 1, as in `A3_1.wav`; with several
/// velocities `_v<velocity>` follows.
///
/// ```swift
/// let library = NoteLibrary(notes: .chromatic(octaves: 3...4), instruments: [.violin, .flute])
/// try library.render(into: folder, synthesizer: Synthesizer())
/// ```
public struct NoteLibrary: Sendable {
  /// The pitches, and with them the classes.
  public var notes: NoteSet
  /// The instruments.
  public var instruments: [Instrument]
  /// The key velocities, 1…127.
  public var velocities: [Int]
  /// Their duration in beats of half a second.
  public var beats: Double

  /// The lesson's set unless told otherwise: seven natural notes of octave 3 on 66 instruments, held for two seconds.
  public init(
    notes: NoteSet = .naturals(octave: 3), instruments: [Instrument] = .lesson, velocities: [Int] = [100],
    beats: Double = 4
  ) {
    self.notes = notes
    self.instruments = instruments
    self.velocities = velocities
    self.beats = beats
  }

  /// Number of files.
  public var count: Int { notes.members.count * instruments.count * velocities.count }

  /// Renders every note into a folder, on all cores, and returns the files in order.
  ///
  /// The bytes are the same on every run. A file whose content is already right is not rewritten, so files derived from
  /// it stay up to date.
  ///
  /// - Parameter progress: called after each file with the number of finished files, from any thread; false stops the
  ///   work.
  /// - Throws: what `Synthesizer.render` throws, `SignalError.unwritableAudio`, and `CancellationError` if stopped.
  @discardableResult
  public func render(
    into folder: URL, synthesizer: Synthesizer, progress: (Int) -> Bool = { _ in true }
  ) throws -> [URL] {
    try phrases.render(into: folder, synthesizer: synthesizer, progress: progress)
  }

  /// The notes under the names of their files.
  private var phrases: PhraseLibrary {
    PhraseLibrary(
      notes.members.flatMap { member in
        instruments.enumerated().flatMap { index, instrument in
          velocities.map { velocity in
            let suffix = velocities.count > 1 ? "_v\(velocity)" : ""
            let note = Phrase.Note(key: member.key, length: beats, velocity: velocity)
            return PhraseLibrary.Entry(
              name: "\(member.label)_\(index + 1)\(suffix)", phrase: Phrase(notes: [note], instrument: instrument))
          }
        }
      })
  }
}
