import Foundation
import Signal
import Testing

struct MIDIFileTests {
  /// The lesson's note: what the Python library mido writes for it.
  @Test func theLessonsNoteHasTheseBytes() throws {
    let bytes = try Phrase(note: "A3").midiFile().bytes
    let expected: [UInt8] =
      Array("MThd".utf8) + [0, 0, 0, 6, 0, 1, 0, 1, 1, 0xE0] + Array("MTrk".utf8) + [0, 0, 0, 17]
      + [0, 0xC0, 0] + [0, 0x90, 57, 100] + [0x8F, 0, 0x80, 57, 0] + [0x83, 0x60, 0xFF, 0x2F, 0]
    #expect(bytes == expected)
  }

  @Test func everyMessageComesBack() throws {
    let messages: [MIDIMessage] = [
      .noteOn(channel: 3, key: 60, velocity: 100), .noteOn(channel: 3, key: 64, velocity: 90),
      .noteOff(channel: 3, key: 60, velocity: 5), .keyPressure(channel: 0, key: 61, pressure: 7),
      .controlChange(channel: 15, controller: 64, value: 127), .programChange(channel: 2, program: 40),
      .channelPressure(channel: 1, pressure: 3), .pitchBend(channel: 0, value: 16383),
      .systemExclusive([1, 2, 0xF7], isContinued: false), .systemExclusive([9], isContinued: true),
      .tempo(microsecondsPerQuarter: 437_501), .text(kind: 3, "Flöte ♯"), .meta(kind: 0x58, [6, 3, 24, 8]),
      .endOfTrack,
    ]
    for division in [MIDIFile.Division.ticksPerQuarter(96), .timeCode(framesPerSecond: 25, ticksPerFrame: 40)] {
      let events = messages.enumerated().map { MIDIFile.Event(tick: $0.offset * $0.offset * 1000, $0.element) }
      let file = MIDIFile(format: 1, division: division, tracks: [events, [.init(tick: 7, .endOfTrack)]])
      #expect(try MIDIFile(file.bytes) == file)
    }
  }

  @Test func runningStatusIsWrittenAndRead() throws {
    let strokes = (0..<4).map { MIDIFile.Event(tick: $0, .noteOn(channel: 0, key: 60 + UInt8($0), velocity: 1)) }
    let bytes = try MIDIFile(tracks: [strokes]).bytes
    #expect(bytes.count { $0 == 0x90 } == 1)
    #expect(try MIDIFile(bytes).tracks[0].dropLast() == strokes[...])
  }

  @Test func tempoChangesCountInTheDuration() {
    let file = MIDIFile(
      division: .ticksPerQuarter(100),
      tracks: [
        [
          .init(tick: 100, .tempo(microsecondsPerQuarter: 1_000_000)),
          .init(tick: 200, .tempo(microsecondsPerQuarter: 250_000)),
        ],
        [.init(tick: 400, .endOfTrack)],
      ])
    #expect(file.duration == 0.5 + 1 + 0.5)
    #expect(file.seconds(atTick: 150) == 1)
    let film = MIDIFile(
      division: .timeCode(framesPerSecond: 25, ticksPerFrame: 4), tracks: [[.init(tick: 300, .endOfTrack)]])
    #expect(film.duration == 3)
  }

  @Test func chordsMelodiesAndTempo() throws {
    let melody = try Phrase(melody: ["C4", "C4", "G4"], beatsPerNote: 0.5, instrument: .flute, beatsPerMinute: 60)
    let file = try melody.midiFile()
    #expect(file.duration == 1.5 + 1)
    #expect(file.tracks[0].contains(.init(tick: 0, .programChange(channel: 0, program: 73))))
    // The same key again: released before it is struck.
    let atOnce = file.tracks[0].filter { $0.tick == 240 }.map(\.message)
    #expect(atOnce == [.noteOff(channel: 0, key: 60, velocity: 0), .noteOn(channel: 0, key: 60, velocity: 100)])
    #expect(try Phrase(chord: ["C4", "E4", "G4"]).notes.map(\.key) == [60, 64, 67])
  }

  @Test(arguments: [
    ("velocity is 0, but it must be in 1…127.", Phrase.Note(key: 60, velocity: 0)),
    ("key is 128, but it must be in 0…127.", Phrase.Note(key: 128)),
    ("start is -1.0 beats, but it must be in 0…100000.", Phrase.Note(key: 60, start: -1)),
    ("length is nan beats, but it must be in 0…100000.", Phrase.Note(key: 60, length: .nan)),
  ])
  func impossibleNotesAreNamed(text: String, note: Phrase.Note) {
    let error = #expect(throws: SignalError.self) { try Phrase(notes: [note]).midiFile() }
    #expect(error?.description == text)
  }

  private static let head: [UInt8] = Array("MThd".utf8) + [0, 0, 0, 6, 0, 0, 0, 1, 0, 96]

  /// A file with one track of these bytes, whose length is told right.
  private static func file(track: [UInt8]) -> [UInt8] {
    head + Array("MTrk".utf8) + [0, 0, 0, UInt8(track.count)] + track
  }

  private static let damaged: [(bytes: [UInt8], part: String)] = [
    ([], "4 bytes are announced"),
    (Array("RIFF....".utf8), "does not begin"),
    (Array(head[..<9]), "announced"),
    (head, "announces 1 tracks"),
    (head + Array("MTrk".utf8) + [0, 0, 1, 0], "beyond the end"),
    (file(track: [0, 60]), "no status before it"),
    (file(track: [0, 0x90, 60, 200]), "more than 127"),
    (file(track: [0xFF, 0xFF, 0xFF, 0xFF, 0]), "more than four bytes"),
    (file(track: [0, 0xFF, 0x51, 0x7F]), "announced"),
    (file(track: [0, 0xF5]), "does not belong"),
    (Array("MThd".utf8) + [0, 0, 0, 6, 0, 1, 0, 1, 0, 0], "0 ticks"),
  ]

  @Test(arguments: damaged.indices)
  func damagedFilesSayWhatIsWrong(index: Int) {
    let (bytes, part) = Self.damaged[index]
    let error = #expect(throws: SignalError.self) { try MIDIFile(bytes) }
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }
}
