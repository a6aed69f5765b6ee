extension MIDIFile {
  /// Throws for the first value that a Standard MIDI File cannot hold, with its track and event.
  func requireValidity() throws(SignalError) {
    try Self.require(format, in: 0...2, "format")
    try Self.require(tracks.count, in: 0...0xFFFF, "the number of tracks")
    switch division {
    case .ticksPerQuarter(let ticks): try Self.require(ticks, in: 1...0x7FFF, "ticksPerQuarter")
    case .timeCode(let framesPerSecond, let ticksPerFrame):
      guard [24, 25, 29, 30].contains(framesPerSecond) else {
        throw .invalidParameter(name: "framesPerSecond", value: "\(framesPerSecond)", requirement: "24, 25, 29 or 30")
      }
      try Self.require(ticksPerFrame, in: 1...255, "ticksPerFrame")
    }
    for (trackIndex, track) in tracks.enumerated() {
      for (index, event) in track.enumerated() {
        let place = " (track \(trackIndex), event \(index))"
        try Self.require(event.tick, in: 0...Self.greatestTick, "tick", place)
        for part in event.message.parts { try Self.require(part.value, in: part.range, part.name, place) }
        try Self.requireMeaning(event.message, place)
      }
      try Self.requireWritableSteps(track, trackIndex)
    }
  }

  private static func require(
    _ value: Int, in range: ClosedRange<Int>, _ name: String, _ place: String = ""
  ) throws(SignalError) {
    guard !range.contains(value) else { return }
    throw .invalidParameter(
      name: name, value: "\(value)", requirement: "in \(range.lowerBound)…\(range.upperBound)\(place)")
  }

  /// Throws for a meta event that would be read back as something else.
  private static func requireMeaning(_ message: MIDIMessage, _ place: String) throws(SignalError) {
    switch message {
    case .meta(kind: 0x2F, _):
      throw .invalidParameter(name: "meta kind", value: "47", requirement: "written as endOfTrack\(place)")
    case .meta(kind: 0x51, _):
      throw .invalidParameter(name: "meta kind", value: "81", requirement: "written as tempo\(place)")
    default: return
    }
  }

  /// Throws if two events that follow one another are further apart than four bytes of seven bits can tell.
  private static func requireWritableSteps(_ track: [Event], _ trackIndex: Int) throws(SignalError) {
    var previous = 0
    for tick in track.map(\.tick).sorted() {
      try require(tick - previous, in: 0...0x0FFF_FFFF, "the ticks between two events", " (track \(trackIndex))")
      previous = tick
    }
  }

  /// Far more than any piece lasts, and few enough to be added up.
  private static let greatestTick = 1 << 40
}

extension MIDIMessage {
  /// The numbers of a message, each with its name and the range that MIDI has for it.
  fileprivate var parts: [(name: String, value: Int, range: ClosedRange<Int>)] {
    func channel(_ value: UInt8) -> (String, Int, ClosedRange<Int>) { ("channel", Int(value), 0...15) }
    func data(_ name: String, _ value: UInt8) -> (String, Int, ClosedRange<Int>) { (name, Int(value), 0...127) }
    switch self {
    case .noteOff(let number, let key, let velocity), .noteOn(let number, let key, let velocity):
      return [channel(number), data("key", key), data("velocity", velocity)]
    case .keyPressure(let number, let key, let pressure):
      return [channel(number), data("key", key), data("pressure", pressure)]
    case .controlChange(let number, let controller, let value):
      return [channel(number), data("controller", controller), data("value", value)]
    case .programChange(let number, let program): return [channel(number), data("program", program)]
    case .channelPressure(let number, let pressure): return [channel(number), data("pressure", pressure)]
    case .pitchBend(let number, let value): return [channel(number), ("pitch bend", Int(value), 0...16383)]
    case .tempo(let microseconds): return [("microsecondsPerQuarter", microseconds, 1...0xFF_FFFF)]
    case .text(let kind, _): return [("text kind", Int(kind), 1...15)]
    case .meta, .systemExclusive, .endOfTrack: return []
    }
  }
}
