import Foundation

/// A sound font in memory and a synthesizer made anew for every piece, so that no piece hears the one before it.
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
    // What `fluidsynth -ni -g 0.8 -r 44100 -F` sets: events fall on its own blocks of 64 frames, not on the clock.
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

  /// Frames a second of what is rendered.
  static let sampleRate = 44100

  private static let framesPerBlock = 64

  /// Plays a Standard MIDI File to its end: interleaved stereo samples about -1…1, the same on every run.
  ///
  /// - Throws: `SignalError.malformedMIDI` if FluidSynth cannot play it.
  func render(_ midi: [UInt8], frameLimit: Int) throws -> [Float] {
    guard let synth = library.newSynth(settings) else {
      throw SignalError.synthesizerUnavailable(reason: "It has no memory for a synthesizer.")
    }
    defer { library.deleteSynth(synth) }
    guard library.addFont(synth, font) >= 0 else {
      throw SignalError.synthesizerUnavailable(reason: "It does not take the sound font.")
    }
    defer { _ = library.removeFont(synth, font) }
    guard let player = library.newPlayer(synth) else {
      throw SignalError.synthesizerUnavailable(reason: "It has no memory for a player.")
    }
    defer { library.deletePlayer(player) }
    guard library.addToPlayer(player, midi, midi.count) == 0, library.play(player) == 0 else {
      throw SignalError.malformedMIDI(reason: "FluidSynth does not play it", byteOffset: 0)
    }
    var samples: [Float] = []
    var block = [Float](repeating: 0, count: 2 * Self.framesPerBlock)
    while library.playerStatus(player) == FluidSynthLibrary.isPlaying, samples.count < 2 * frameLimit {
      let status = block.withUnsafeMutableBytes { bytes -> Int32 in
        guard let base = bytes.baseAddress else { return -1 }
        return library.writeSamples(synth, Int32(Self.framesPerBlock), base, 0, 2, base, 1, 2)
      }
      if status != 0 { break }
      samples += block
    }
    return samples
  }
}
