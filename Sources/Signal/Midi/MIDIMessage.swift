/// The content of an event in a Standard MIDI File.
///
/// Channels are 0…15; keys, velocities, controllers and values are 0…127.
///
/// ```swift
/// let a3 = MIDIMessage.noteOn(channel: 0, key: 57, velocity: 100)
/// ```
public enum MIDIMessage: Sendable, Hashable {
  /// A key is released.
  case noteOff(channel: UInt8, key: UInt8, velocity: UInt8)
  /// A key is struck; a velocity of 0 releases it.
  case noteOn(channel: UInt8, key: UInt8, velocity: UInt8)
  /// The pressure on one key changes.
  case keyPressure(channel: UInt8, key: UInt8, pressure: UInt8)
  /// A knob or pedal moves.
  case controlChange(channel: UInt8, controller: UInt8, value: UInt8)
  /// The channel plays another instrument from now on.
  case programChange(channel: UInt8, program: UInt8)
  /// The pressure on all keys changes.
  case channelPressure(channel: UInt8, pressure: UInt8)
  /// The pitch wheel moves; 8192 is its middle, of 0…16383.
  case pitchBend(channel: UInt8, value: UInt16)
  /// Bytes for one maker's devices; `isContinued` for the later packets of a message (F7 rather than F0).
  case systemExclusive([UInt8], isContinued: Bool)
  /// The length of a quarter note from now on, in microseconds; 500 000 is 120 beats per minute.
  case tempo(microsecondsPerQuarter: Int)
  /// Text of a kind: 1 text, 2 copyright, 3 track name, 4 instrument, 5 lyric, 6 marker, 7 cue.
  case text(kind: UInt8, String)
  /// Any other meta event, as it is in the file.
  case meta(kind: UInt8, [UInt8])
  /// The track is over.
  case endOfTrack

  /// The bytes of a channel message: its status, then its data; nil for everything else.
  var channelBytes: [UInt8]? {
    switch self {
    case .noteOff(let channel, let key, let velocity): [0x80 | channel, key, velocity]
    case .noteOn(let channel, let key, let velocity): [0x90 | channel, key, velocity]
    case .keyPressure(let channel, let key, let pressure): [0xA0 | channel, key, pressure]
    case .controlChange(let channel, let controller, let value): [0xB0 | channel, controller, value]
    case .programChange(let channel, let program): [0xC0 | channel, program]
    case .channelPressure(let channel, let pressure): [0xD0 | channel, pressure]
    case .pitchBend(let channel, let value): [0xE0 | channel, UInt8(value & 0x7F), UInt8(value >> 7 & 0x7F)]
    case .systemExclusive, .tempo, .text, .meta, .endOfTrack: nil
    }
  }

  /// Reads a channel message from its status and as many data bytes as `dataLength` says.
  init?(status: UInt8, first: UInt8, second: UInt8) {
    let channel = status & 0x0F
    switch status & 0xF0 {
    case 0x80: self = .noteOff(channel: channel, key: first, velocity: second)
    case 0x90: self = .noteOn(channel: channel, key: first, velocity: second)
    case 0xA0: self = .keyPressure(channel: channel, key: first, pressure: second)
    case 0xB0: self = .controlChange(channel: channel, controller: first, value: second)
    case 0xC0: self = .programChange(channel: channel, program: first)
    case 0xD0: self = .channelPressure(channel: channel, pressure: first)
    case 0xE0: self = .pitchBend(channel: channel, value: UInt16(second) << 7 | UInt16(first))
    default: return nil
    }
  }

  /// Number of data bytes after a channel message's status.
  static func dataLength(status: UInt8) -> Int { [0xC0, 0xD0].contains(status & 0xF0) ? 1 : 2 }
}
