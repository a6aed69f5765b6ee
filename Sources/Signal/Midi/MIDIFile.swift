/// A piece of music as a Standard MIDI File holds it: tracks of messages in time.
///
/// ```swift
/// var file = MIDIFile(tracks: [[
///   .init(tick: 0, .programChange(channel: 0, program: 40)),
///   .init(tick: 0, .noteOn(channel: 0, key: 57, velocity: 100)),
///   .init(tick: 480, .noteOff(channel: 0, key: 57, velocity: 0)),
/// ]])
/// file.duration  // 0.5 seconds at 120 beats a minute
/// let same = try MIDIFile(file.bytes)
/// ```
public struct MIDIFile: Sendable, Hashable {
  /// One message and when it happens.
  public struct Event: Sendable, Hashable {
    /// Ticks since the track's start.
    public var tick: Int
    /// The content of the event.
    public var message: MIDIMessage

    /// A message at a tick.
    public init(tick: Int, _ message: MIDIMessage) {
      self.tick = tick
      self.message = message
    }
  }

  /// The length of a tick.
  public enum Division: Sendable, Hashable {
    /// Ticks per quarter note: the tempo decides how long that is. 1…32767.
    case ticksPerQuarter(Int)
    /// Frames per second (24, 25, 29 or 30) and ticks per frame: the tempo does not matter.
    case timeCode(framesPerSecond: Int, ticksPerFrame: Int)
  }

  /// The relation of the tracks: 0 for a single track, 1 for simultaneous ones, 2 for independent patterns.
  public var format: Int
  /// The length of a tick.
  public var division: Division
  /// The tracks, each with its events in the order of time; the end of a track need not be told.
  public var tracks: [[Event]]

  /// A piece at 480 ticks per quarter unless told otherwise.
  public init(format: Int = 1, division: Division = .ticksPerQuarter(480), tracks: [[Event]]) {
    self.format = format
    self.division = division
    self.tracks = tracks
  }

  /// When the last event of all tracks happens, in seconds, through all changes of tempo.
  ///
  /// The patterns of format 2 follow one another.
  public var duration: Double {
    let file = inSequence
    return file.seconds(atTick: file.tracks.compactMap { $0.map(\.tick).max() }.max() ?? 0)
  }

  /// Patterns of format 2 as one track, in which each begins where the one before it ends, at 120 beats per minute by
  /// default. Other formats stay as they are.
  var inSequence: MIDIFile {
    guard format == 2, tracks.count > 1 else { return self }
    var joined: [Event] = []
    var start = 0
    for track in tracks {
      joined.append(Event(tick: start, .tempo(microsecondsPerQuarter: 500_000)))
      joined.append(Event(tick: start, .meta(kind: 0x21, [0])))
      joined += track.map { Event(tick: start + $0.tick, $0.message) }
      start += track.map(\.tick).max() ?? 0
    }
    return MIDIFile(format: 0, division: division, tracks: [joined])
  }

  /// The moment of a tick in seconds.
  public func seconds(atTick tick: Int) -> Double {
    let perQuarter: Int
    switch division {
    case .timeCode(let framesPerSecond, let ticksPerFrame):
      let rate = framesPerSecond == 29 ? 30_000.0 / 1001 : Double(framesPerSecond)
      return Double(tick) / (rate * Double(max(1, ticksPerFrame)))
    case .ticksPerQuarter(let ticks): perQuarter = max(1, ticks)
    }
    var seconds = 0.0
    var previous = 0
    var microseconds = 500_000
    for change in tempoChanges where change.tick < tick {
      seconds += Double(change.tick - previous) * Double(microseconds) / 1e6 / Double(perQuarter)
      (previous, microseconds) = (change.tick, change.microseconds)
    }
    return seconds + Double(tick - previous) * Double(microseconds) / 1e6 / Double(perQuarter)
  }

  /// Changes of tempo in all tracks, in the order of time.
  private var tempoChanges: [(tick: Int, microseconds: Int)] {
    tracks.joined().compactMap { event -> (tick: Int, microseconds: Int)? in
      guard case .tempo(let microseconds) = event.message else { return nil }
      return (event.tick, microseconds)
    }
    .sorted { $0.tick < $1.tick }
  }
}
