/// Tells a synthesizer what to play, at the moments at which FluidSynth's own player does.
///
/// FluidSynth's player (`fluid_player_callback` of 2.3) refuses time codes, more than 127 tracks and meta events of
/// unusual length, and then plays silence. This one has its rules: whole milliseconds at each block of 64 frames, ticks
/// rounded from there, single precision for the length of a tick. The output of that player is the same, sample for
/// sample; for that, `withClock` advances it from within the same place.
final class Sequencer {
  private let score: SynthesizerScore
  let synth: FluidSynthLibrary.Handle
  let library: FluidSynthLibrary
  /// The next event of each track.
  private var cursors: [Int]
  private var millisecondsPerTick: Double
  /// The moment of the last change of tempo, and its tick.
  private var start = (milliseconds: 0, tick: 0)
  private var current = (milliseconds: 0, tick: 0)
  private var end: Int?
  private var hasReleasedPedals = false
  /// True if anything is left to sound after the block that begins now.
  private(set) var isPlaying = true
  /// True if any note found a sample.
  private(set) var hasSounded = false

  init(_ score: SynthesizerScore, synth: FluidSynthLibrary.Handle, library: FluidSynthLibrary) {
    self.score = score
    self.synth = synth
    self.library = library
    cursors = [Int](repeating: 0, count: score.tracks.count)
    millisecondsPerTick = Self.tickLength(score.division, tempo: 500_000)
  }

  /// Sends what is due at a moment.
  func advance(toMilliseconds milliseconds: Int) {
    current.milliseconds = milliseconds
    let elapsed = Double(milliseconds - start.milliseconds) / millisecondsPerTick
    current.tick = start.tick + Int(min(elapsed + 0.5, 0x1p60))
    for track in score.tracks.indices { send(track, until: current.tick) }
    let isSounding = library.activeVoices(synth) > 0
    hasSounded = hasSounded || isSounding
    if score.tracks.indices.contains(where: { cursors[$0] < score.tracks[$0].count }) { return }
    if isSounding { return releasePedals() }
    // Reverberation has two seconds to fade.
    let end = end ?? milliseconds + 2000
    self.end = end
    isPlaying = milliseconds < end
  }

  private func send(_ track: Int, until tick: Int) {
    let events = score.tracks[track]
    while cursors[track] < events.count, events[cursors[track]].tick <= tick {
      switch events[cursors[track]].action {
      case .channel(let channel, let message): send(message, Int32(channel))
      case .systemExclusive(let data):
        _ = data.withUnsafeBytes { bytes in
          bytes.baseAddress.map { library.systemExclusive(synth, $0, Int32(clamping: bytes.count), nil, nil, nil, 0) }
        }
      case .tempo(let microseconds):
        millisecondsPerTick = Self.tickLength(score.division, tempo: microseconds)
        start = current
      case .end: break
      }
      cursors[track] += 1
    }
  }

  private func send(_ message: MIDIMessage, _ channel: Int32) {
    switch message {
    case .noteOn(_, let key, let velocity): _ = library.noteOn(synth, channel, Int32(key), Int32(velocity))
    case .noteOff(_, let key, _): _ = library.noteOff(synth, channel, Int32(key))
    case .keyPressure(_, let key, let pressure): _ = library.keyPressure(synth, channel, Int32(key), Int32(pressure))
    case .controlChange(_, let controller, let value):
      _ = library.controlChange(synth, channel, Int32(controller), Int32(value))
    case .programChange(_, let program): _ = library.programChange(synth, channel, Int32(program))
    case .channelPressure(_, let pressure): _ = library.channelPressure(synth, channel, Int32(pressure))
    case .pitchBend(_, let value): _ = library.pitchBend(synth, channel, Int32(value))
    case .systemExclusive, .tempo, .text, .meta, .endOfTrack: break
    }
  }

  /// A pedal that nobody lifts would hold its notes forever.
  private func releasePedals() {
    guard !hasReleasedPedals else { return }
    hasReleasedPedals = true
    let (sustain, sostenuto): (Int32, Int32) = (64, 66)
    for channel in 0..<Int32(16 * score.portCount) {
      _ = library.controlChange(synth, channel, sustain, 0)
      _ = library.controlChange(synth, channel, sostenuto, 0)
    }
  }

  private static func tickLength(_ division: MIDIFile.Division, tempo: Int) -> Double {
    switch division {
    case .ticksPerQuarter(let ticks): Double(Float(tempo) / Float(ticks) / 1000)
    case .timeCode(let framesPerSecond, let ticksPerFrame):
      1000 / ((framesPerSecond == 29 ? 30_000.0 / 1001 : Double(framesPerSecond)) * Double(ticksPerFrame))
    }
  }
}
