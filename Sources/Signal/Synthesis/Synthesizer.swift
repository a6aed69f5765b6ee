import Foundation
import Synchronization

/// Real sampled instruments: renders MIDI to sound in this process with FluidSynth, its sound font loaded once.
///
/// The samples are those of `fluidsynth -ni -g 0.8 -r 44100`, and the same on every run. Several threads may render at
/// a time; each gets a separate player.
///
/// ```swift
/// let synthesizer = try Synthesizer()
/// let chord = try synthesizer.render(Phrase(chord: ["C4", "E4", "G4"]))  // stereo, 44 100 Hz
/// ```
public final class Synthesizer: Sendable {
  private let soundFont: URL
  private let players: Mutex<[Player]>

  /// A player that moves between threads and is used by one at a time.
  private struct Player: @unchecked Sendable {
    let player: SoundFontPlayer
  }

  /// Loads a sound font, by default the installed one.
  ///
  /// - Throws: `SignalError.soundFontMissing` if none is installed, `soundFontVariable` if `ETUDE_SOUNDFONT` names
  ///   something else, `fileNotFound`, `unreadableSoundFont`, or `synthesizerUnavailable` without FluidSynth.
  public convenience init(soundFont: URL? = nil) throws {
    try self.init(soundFont: soundFont, environment: ProcessInfo.processInfo.environment)
  }

  /// Loads the sound font that an environment names, or the installed one, unless one is given.
  package init(soundFont: URL? = nil, environment: [String: String]) throws {
    let named = soundFont == nil ? try SoundFont.named(in: environment) : nil
    let font = try soundFont ?? named ?? SoundFont.first(of: SoundFont.usualPlaces)
    guard FileManager.default.fileExists(atPath: font.path) else {
      throw SignalError.fileNotFound(path: font.path)
    }
    self.soundFont = font
    do {
      players = Mutex([Player(player: try SoundFontPlayer(soundFont: font.path))])
    } catch SignalError.unreadableSoundFont where named != nil {
      throw SoundFont.refusal(of: font.path, "it is not a sound font that FluidSynth can load")
    }
  }

  /// Plays a phrase: two channels at 44 100 Hz.
  ///
  /// - Throws: `SignalError.invalidParameter` for notes that MIDI cannot tell.
  public func render(_ phrase: Phrase) throws -> Waveform {
    try render(phrase.midiFile())
  }

  /// Plays a MIDI file: two channels at 44 100 Hz, until its last note has faded.
  ///
  /// Every format, division and number of tracks is played. Tracks of format 2 follow one another, and each port has
  /// sixteen separate channels.
  ///
  /// - Throws: `SignalError.invalidParameter` for a piece of more than an hour and for content that MIDI cannot
  ///   express, `silentMIDI` for a piece without notes or whose notes have no samples.
  public func render(_ file: MIDIFile) throws -> Waveform {
    let interleaved = try samples(of: file)
    let frames = interleaved.count / 2
    let planar = [Float](unsafeUninitializedCapacity: 2 * frames) { buffer, initialized in
      for frame in 0..<frames {
        buffer[frame] = interleaved[2 * frame]
        buffer[frames + frame] = interleaved[2 * frame + 1]
      }
      initialized = 2 * frames
    }
    return Waveform(unchecked: planar, channelCount: 2, sampleRate: SoundFontPlayer.sampleRate)
  }

  /// The content of a 16-bit stereo WAV file of a MIDI file, as the fluidsynth program writes it.
  ///
  /// - Throws: what `render(_:)` throws.
  public func wavContent(of file: MIDIFile) throws -> Data {
    try AudioEncoder.wav(
      interleaved: samples(of: file), sampleRate: SoundFontPlayer.sampleRate, channelCount: 2)
  }

  private func samples(of file: MIDIFile) throws -> [Float] {
    try file.requireValidity()
    let duration = file.duration
    guard duration <= Self.longestPiece else {
      throw SignalError.invalidParameter(
        name: "duration", value: "\(Int(duration)) s", requirement: "at most \(Int(Self.longestPiece)) s")
    }
    let score = try SynthesizerScore(file)
    guard score.noteCount > 0 else {
      let eventCount = file.tracks.reduce(0) { $0 + $1.count }
      throw SignalError.silentMIDI(reason: "its \(file.tracks.count) tracks hold \(eventCount) events, but no note")
    }
    let player = try players.withLock { $0.popLast() } ?? Player(player: SoundFontPlayer(soundFont: soundFont.path))
    defer { players.withLock { $0.append(player) } }
    // The last notes fade for a few seconds after the end; a piece that never ends is cut there.
    let limit = Int((duration + Self.longestFade) * Double(SoundFontPlayer.sampleRate))
    return try player.player.render(score, frameLimit: limit)
  }

  private static let longestPiece = 3600.0
  private static let longestFade = 30.0
}
