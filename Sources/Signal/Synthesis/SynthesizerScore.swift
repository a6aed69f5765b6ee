/// A MIDI file as a synthesizer plays it: what sounds or changes sound, each at its tick, on numbered channels.
///
/// System exclusive messages that were split are joined, the messages in escapes are taken out, and each port has
/// sixteen separate channels.
struct SynthesizerScore {
  /// The messages for a synthesizer or its clock.
  enum Action {
    /// A channel message on one of all ports' channels.
    case channel(Int, MIDIMessage)
    /// The bytes between F0 and F7.
    case systemExclusive([UInt8])
    /// Microseconds per quarter note.
    case tempo(Int)
    /// The end of a track; the piece lasts until then.
    case end
  }

  /// An action and when it happens.
  struct Event {
    let tick: Int
    let action: Action
  }

  /// The tracks, each in the order of time and with its end.
  let tracks: [[Event]]
  /// The length of a tick.
  let division: MIDIFile.Division
  /// Number of ports, each of sixteen channels.
  let portCount: Int
  /// Number of struck keys.
  let noteCount: Int

  /// - Throws: `SignalError.invalidParameter` for more than sixteen ports.
  init(_ file: MIDIFile) throws(SignalError) {
    let parts = file.inSequence.tracks.map { TrackReading($0) }
    let ports = Set(parts.flatMap(\.ports)).sorted()
    guard ports.count <= 16 else {
      throw .invalidParameter(name: "the number of ports", value: "\(ports.count)", requirement: "at most 16")
    }
    // Ports are numbered as they are used: a piece on port 1 alone is a piece of sixteen channels.
    let indices = Dictionary(uniqueKeysWithValues: ports.enumerated().map { ($0.element, $0.offset) })
    tracks = parts.map { part in
      part.events.map { event in
        guard case .channel(let port, let message) = event.action else { return event }
        let channel = 16 * (indices[port] ?? 0) + message.channel
        return Event(tick: event.tick, action: .channel(channel, message))
      }
    }
    division = file.division
    portCount = max(1, ports.count)
    noteCount = tracks.joined().count {
      if case .channel(_, .noteOn(_, _, let velocity)) = $0.action { velocity > 0 } else { false }
    }
  }
}

extension MIDIMessage {
  /// The channel of a channel message, 0…15; 0 for everything else.
  fileprivate var channel: Int { channelBytes.map { Int($0[0] & 0x0F) } ?? 0 }
}

/// The actions of one track; their channels are still ports.
private struct TrackReading {
  private(set) var events: [SynthesizerScore.Event] = []
  private(set) var ports: Set<Int> = []
  private var port = 0
  /// The packets so far of a system exclusive message that continues.
  private var unfinished: [UInt8]?

  init(_ track: [MIDIFile.Event]) {
    // Equal ticks keep the order in which they were given.
    let ordered = track.enumerated().sorted { ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset) }
      .map(\.element)
    for (index, event) in ordered.enumerated() {
      switch event.message {
      case .tempo(let microseconds): append(event.tick, .tempo(microseconds))
      case .meta(0x21, let data): port = data.first.map(Int.init) ?? port
      case .systemExclusive(let data, let isContinued):
        take(data, isContinued: isContinued, at: event.tick, isFollowed: Self.continues(ordered[(index + 1)...]))
      case .text, .meta, .endOfTrack: break
      default: append(event.tick, .channel(port, event.message))
      }
    }
    append(ordered.last?.tick ?? 0, .end)
  }

  private mutating func append(_ tick: Int, _ action: SynthesizerScore.Action) {
    if case .channel(let port, _) = action { ports.insert(port) }
    events.append(SynthesizerScore.Event(tick: tick, action: action))
  }

  /// True if the next system exclusive event is a later packet.
  private static func continues(_ events: ArraySlice<MIDIFile.Event>) -> Bool {
    for event in events {
      if case .systemExclusive(_, let isContinued) = event.message { return isContinued }
    }
    return false
  }

  private mutating func take(_ data: [UInt8], isContinued: Bool, at tick: Int, isFollowed: Bool) {
    guard !isContinued || unfinished != nil else { return escape(data, at: tick) }
    let message = (isContinued ? unfinished ?? [] : []) + data
    unfinished = nil
    if message.last == 0xF7 {
      append(tick, .systemExclusive(Array(message.dropLast())))
    } else if isFollowed {
      unfinished = message
    } else if !message.isEmpty {
      append(tick, .systemExclusive(message))
    }
  }

  /// Takes whole messages out of the bytes of an escape; a synthesizer has no use for songs and clocks.
  private mutating func escape(_ data: [UInt8], at tick: Int) {
    var rest = data[...]
    while let status = rest.popFirst() {
      switch status {
      case 0x80..<0xF0:
        let values = Array(rest.prefix(MIDIMessage.dataLength(status: status)).prefix { $0 < 0x80 })
        guard values.count == MIDIMessage.dataLength(status: status) else { continue }
        rest = rest.dropFirst(values.count)
        if let message = MIDIMessage(status: status, first: values[0], second: values.count > 1 ? values[1] : 0) {
          append(tick, .channel(port, message))
        }
      case 0xF0:
        let content = rest.prefix { $0 != 0xF7 }
        rest = rest.dropFirst(content.count + 1)
        append(tick, .systemExclusive(Array(content)))
      default: continue
      }
    }
  }
}
