import Foundation

/// Notes in time for one instrument: a single note, a chord, a melody.
///
/// ```swift
/// let note = try Phrase(note: "A3")
/// let chord = try Phrase(chord: ["C4", "E4", "G4"], instrument: .churchOrgan)
/// let melody = try Phrase(melody: ["C4", "D4", "E4", "C4"], beatsPerNote: 1, instrument: .flute, beatsPerMinute: 96)
/// ```
public struct Phrase: Sendable, Hashable {
  /// One tone with its position in time, in beats.
  public struct Note: Sendable, Hashable {
    /// The MIDI key, 0…127; 69 is A4.
    public var key: Int
    /// When it begins, in beats.
    public var start: Double
    /// Its duration in beats.
    public var length: Double
    /// The key velocity, 1…127.
    public var velocity: Int

    /// A tone of this many beats.
    public init(key: Int, start: Double = 0, length: Double = 4, velocity: Int = 100) {
      self.key = key
      self.start = start
      self.length = length
      self.velocity = velocity
    }
  }

  /// The tones, in any order.
  public var notes: [Note]
  /// The instrument.
  public var instrument: Instrument
  /// The tempo.
  public var beatsPerMinute: Double
  /// Beats that follow the last tone's end, for it to fade.
  public var beatsAfter: Double

  /// Any tones.
  public init(notes: [Note], instrument: Instrument = .piano, beatsPerMinute: Double = 120, beatsAfter: Double = 1) {
    self.notes = notes
    self.instrument = instrument
    self.beatsPerMinute = beatsPerMinute
    self.beatsAfter = beatsAfter
  }

  /// One tone of four beats, two seconds at 120 beats per minute, as in the lesson's data set.
  ///
  /// - Throws: `SignalError.invalidNote`.
  public init(note: String, instrument: Instrument = .piano, velocity: Int = 100) throws {
    try self.init(chord: [note], instrument: instrument, velocity: velocity)
  }

  /// Several tones at once, of four beats.
  ///
  /// - Throws: `SignalError.invalidNote`.
  public init(chord: [String], instrument: Instrument = .piano, velocity: Int = 100) throws {
    self.init(
      notes: try chord.map { Note(key: try Pitch($0).nearestNote, velocity: velocity) }, instrument: instrument)
  }

  /// Tones one after another, of equal length.
  ///
  /// - Throws: `SignalError.invalidNote`.
  public init(
    melody: [String], beatsPerNote: Double = 1, instrument: Instrument = .piano, velocity: Int = 100,
    beatsPerMinute: Double = 120
  ) throws {
    self.init(
      notes: try melody.enumerated().map { index, name in
        Note(
          key: try Pitch(name).nearestNote, start: Double(index) * beatsPerNote, length: beatsPerNote,
          velocity: velocity)
      },
      instrument: instrument, beatsPerMinute: beatsPerMinute)
  }

  /// The phrase as a Standard MIDI File of one track, at 480 ticks per beat.
  ///
  /// - Throws: `SignalError.invalidParameter` for keys, velocities, times or a tempo that MIDI cannot tell.
  public func midiFile() throws -> MIDIFile {
    guard beatsPerMinute >= 4, beatsPerMinute <= 10_000 else {
      throw SignalError.invalidParameter(
        name: "beatsPerMinute", value: "\(beatsPerMinute)", requirement: "in 4…10000")
    }
    try Require.nonNegative(beatsAfter, "beatsAfter")
    var events: [MIDIFile.Event] = []
    if beatsPerMinute != 120 {
      events.append(.init(tick: 0, .tempo(microsecondsPerQuarter: Int((60e6 / beatsPerMinute).rounded()))))
    }
    events.append(.init(tick: 0, .programChange(channel: 0, program: UInt8(instrument.program))))
    var end = 0
    var releases: [MIDIFile.Event] = []
    var strokes: [MIDIFile.Event] = []
    for note in notes {
      let key = try Self.sevenBits(note.key, "key", from: 0)
      let velocity = try Self.sevenBits(note.velocity, "velocity", from: 1)
      let start = try Self.ticks(note.start, "start")
      _ = try Self.ticks(note.length, "length")
      // The shortest stroke is a tick: a release at the same moment would come before it, and the note never ended.
      let stop = max(start + 1, try Self.ticks(note.start + note.length, "length"))
      strokes.append(.init(tick: start, .noteOn(channel: 0, key: key, velocity: velocity)))
      releases.append(.init(tick: stop, .noteOff(channel: 0, key: key, velocity: 0)))
      end = max(end, stop)
    }
    // Equal ticks stay in this order: a key that is struck again at the same moment is released first.
    events += releases + strokes
    events.append(.init(tick: end + (try Self.ticks(beatsAfter, "beatsAfter")), .endOfTrack))
    return MIDIFile(tracks: [events])
  }

  private static func ticks(_ beats: Double, _ name: String) throws -> Int {
    guard beats >= 0, beats <= 100_000 else {
      throw SignalError.invalidParameter(name: name, value: "\(beats) beats", requirement: "in 0…100000")
    }
    return Int((beats * 480).rounded())
  }

  private static func sevenBits(_ value: Int, _ name: String, from lowest: Int) throws -> UInt8 {
    guard (lowest...127).contains(value) else {
      throw SignalError.invalidParameter(name: name, value: "\(value)", requirement: "in \(lowest)…127")
    }
    return UInt8(value)
  }
}
