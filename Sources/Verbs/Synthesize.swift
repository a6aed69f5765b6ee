import Display
import Foundation
import Signal

/// Renders a data set of notes into a folder with real sampled instruments: one WAV file for every pitch, instrument and
/// velocity, called `A3_1.wav` and so on.
///
/// By default the lesson's 462 files: seven natural notes of octave 3 on 66 instruments. The bytes are the same on every
/// run.
///
/// ```swift
/// let files = try synthesize(notes: .naturals(octave: 3), into: "lesson2_assets/wav")
/// try synthesize(notes: .chromatic(octaves: 2...4), instruments: [.piano, .flute], velocities: [60, 100], into: "more")
/// ```
///
/// - Parameters:
///   - notes: the pitches, which are the classes.
///   - instruments: the instruments; files are numbered by their order, from 1.
///   - velocities: the key velocities, 1…127; if there are several, the file names contain them.
///   - folder: where the files go; it is created if needed.
///   - soundFont: an `.sf2` file; nil for the installed one.
/// - Returns: the files, note by note.
/// - Throws: `SignalError`; if a sound font is missing, the message says what to install.
@discardableResult
public func synthesize(
  notes: NoteSet = .naturals(octave: 3), instruments: [Instrument] = .lesson, velocities: [Int] = [100],
  into folder: String, soundFont: URL? = nil
) throws -> [URL] {
  let library = NoteLibrary(notes: notes, instruments: instruments, velocities: velocities)
  let synthesizer = try Synthesizer(soundFont: soundFont)
  let bar = ProgressBar("rendering notes", total: library.count)
  defer { bar.finish() }
  return try library.render(into: URL(filePath: folder), synthesizer: synthesizer) { _ in
    bar.advance()
    return !Interruption.isRequested
  }
}

/// Renders a data set of phrases into a folder: one WAV file for each, named after its entry.
///
/// The bytes are the same on every run.
///
/// ```swift
/// let chord = try Phrase(chord: ["C4", "E4", "G4"], instrument: .churchOrgan)
/// try synthesize(phrases: [.init(name: "C-E-G_1", phrase: chord)], into: "phrases/wav")
/// ```
///
/// - Parameters:
///   - phrases: the phrases, by the name of their file without `.wav`.
///   - folder: where the files go; it is created if needed.
///   - soundFont: an `.sf2` file; nil for the installed one.
/// - Returns: the files, in the order of the phrases.
/// - Throws: `SignalError` for duplicate or invalid names, among others; if a sound font is missing, the message says
///   what to install.
@discardableResult
public func synthesize(
  phrases: [PhraseLibrary.Entry], into folder: String, soundFont: URL? = nil
) throws -> [URL] {
  let synthesizer = try Synthesizer(soundFont: soundFont)
  let bar = ProgressBar("rendering phrases", total: phrases.count)
  defer { bar.finish() }
  return try PhraseLibrary(phrases).render(into: URL(filePath: folder), synthesizer: synthesizer) { _ in
    bar.advance()
    return !Interruption.isRequested
  }
}

/// Renders a note, a chord or a melody: two channels at 44 100 Hz.
///
/// ```swift
/// let chord = try synthesize(Phrase(chord: ["C4", "E4", "G4"], instrument: .churchOrgan))
/// ```
///
/// - Throws: `SignalError`; if a sound font is missing, the message says what to install.
public func synthesize(_ phrase: Phrase, soundFont: URL? = nil) throws -> Waveform {
  try Synthesizer(soundFont: soundFont).render(phrase)
}
