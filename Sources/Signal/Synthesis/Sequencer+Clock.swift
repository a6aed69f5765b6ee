extension Sequencer {
  /// Runs `body`, and advances once for each block that FluidSynth renders in it, from within the rendering.
  ///
  /// FluidSynth's only public clock there is its player: this one plays a file without notes, with one tick per
  /// millisecond, that ends after three days, and forwards its ticks.
  ///
  /// - Throws: `SignalError.synthesizerUnavailable`, and what `body` throws.
  func withClock<Result>(_ body: () throws -> Result) throws -> Result {
    guard let player = library.newPlayer(synth) else {
      throw SignalError.synthesizerUnavailable(reason: "It has no memory for a player.")
    }
    defer { library.deletePlayer(player) }
    let tick: FluidSynthLibrary.Tick = { sequencer, milliseconds in
      guard let sequencer else { return -1 }
      Unmanaged<Sequencer>.fromOpaque(sequencer).takeUnretainedValue().advance(toMilliseconds: Int(milliseconds))
      return 0
    }
    let silence = try MIDIFile(
      format: 0, division: .ticksPerQuarter(500), tracks: [[.init(tick: 0x0FFF_FFFF, .endOfTrack)]]
    ).bytes
    return try withExtendedLifetime(self) {
      guard library.setTick(player, tick, Unmanaged.passUnretained(self).toOpaque()) == 0,
        library.addToPlayer(player, silence, silence.count) == 0, library.play(player) == 0
      else { throw SignalError.synthesizerUnavailable(reason: "Its player does not start.") }
      return try body()
    }
  }
}
