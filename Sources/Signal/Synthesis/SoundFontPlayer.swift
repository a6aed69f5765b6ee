import Foundation

/// A sound font in memory and a new synthesizer for every piece, so pieces do not affect each other.
///
/// One thread at a time: FluidSynth counts the uses of a font's samples without a lock.
final class SoundFontPlayer {
  private let library: FluidSynthLibrary
  private let settings: FluidSynthLibrary.Handle
  /// The synthesizer that read the font, and which frees it in the end.
  private let owner: FluidSynthLibrary.Handle
  private let font: FluidSynthLibrary.Handle

  /// Reads the font.
  ///
  /// - Throws: `SignalError.synthesizerUnavailable`, or `unreadableSoundFont`.
  init(soundFont path: String) throws {
    try Self.requireSoundFont(path)
    let library = try FluidSynthLibrary.shared.get()
    guard let settings = library.newSettings() else {
      throw SignalError.synthesizerUnavailable(reason: "It has no settings.")
    }
    // The settings of `fluidsynth -ni -g 0.8 -r 44100 -F`: events fall on its own blocks of 64 frames, not on the
    // clock.
    _ = library.setNumber(settings, "synth.gain", 0.8)
    _ = library.setNumber(settings, "synth.sample-rate", Double(Self.sampleRate))
    _ = library.setInteger(settings, "synth.lock-memory", 0)
    _ = library.setText(settings, "player.timing-source", "sample")
    guard let owner = library.newSynth(settings) else {
      library.deleteSettings(settings)
      throw SignalError.synthesizerUnavailable(reason: "It has no memory for a synthesizer.")
    }
    let identifier = library.loadFont(owner, path, 1)
    guard identifier >= 0, let font = library.fontByIdentifier(owner, identifier) else {
      library.deleteSynth(owner)
      library.deleteSettings(settings)
      throw SignalError.unreadableSoundFont(path: path)
    }
    _ = library.removeFont(owner, font)
    self.library = library
    self.settings = settings
    self.owner = owner
    self.font = font
  }

  deinit {
    _ = library.addFont(owner, font)
    library.deleteSynth(owner)
    library.deleteSettings(settings)
  }

  /// A look at the first bytes spares FluidSynth's other readers, which complain on the terminal about what they get.
  private static func requireSoundFont(_ path: String) throws {
    let head = try? FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: 12)
    guard let head, head.prefix(4) == Data("RIFF".utf8), head.dropFirst(8) == Data("sfbk".utf8) else {
      throw SignalError.unreadableSoundFont(path: path)
    }
  }

  /// Frames per second of what is rendered.
  static let sampleRate = 44100

  private static let framesPerBlock = 64

  /// Plays a score to its end: interleaved stereo samples about -1…1, the same on every run.
  ///
  /// - Throws: `SignalError.silentMIDI` if no note has a sample, `synthesizerUnavailable` if FluidSynth fails.
  func render(_ score: SynthesizerScore, frameLimit: Int) throws -> [Float] {
    let synth = try synthesizer(portCount: score.portCount)
    defer { library.deleteSynth(synth) }
    guard library.addFont(synth, font) >= 0 else {
      throw SignalError.synthesizerUnavailable(reason: "It does not accept the sound font.")
    }
    defer { _ = library.removeFont(synth, font) }
    let sequencer = Sequencer(score, synth: synth, library: library)
    var samples: [Float] = []
    var block = [Float](repeating: 0, count: 2 * Self.framesPerBlock)
    try sequencer.withClock {
      while sequencer.isPlaying, samples.count < 2 * frameLimit {
        let status = block.withUnsafeMutableBytes { bytes -> Int32 in
          guard let base = bytes.baseAddress else { return -1 }
          return library.writeSamples(synth, Int32(Self.framesPerBlock), base, 0, 2, base, 1, 2)
        }
        guard status == 0 else {
          throw SignalError.synthesizerUnavailable(reason: "It stopped at frame \(samples.count / 2).")
        }
        samples += block
      }
    }
    guard sequencer.hasSounded else {
      throw SignalError.silentMIDI(reason: "none of its \(score.noteCount) notes has a sample in the sound font")
    }
    return samples
  }

  /// A new synthesizer with sixteen channels for each port, the tenth of each for drums.
  private func synthesizer(portCount: Int) throws -> FluidSynthLibrary.Handle {
    _ = library.setInteger(settings, "synth.midi-channels", Int32(16 * portCount))
    guard let synth = library.newSynth(settings) else {
      throw SignalError.synthesizerUnavailable(reason: "It has no memory for a synthesizer.")
    }
    for port in 1..<max(2, portCount) where port < portCount {
      _ = library.setChannelType(synth, Int32(16 * port + 9), FluidSynthLibrary.drums)
      _ = library.programChange(synth, Int32(16 * port + 9), 0)
    }
    return synth
  }
}
