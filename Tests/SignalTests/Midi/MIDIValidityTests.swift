import Foundation
import Signal
import Testing

/// Values that MIDI cannot tell are named where they are written or played.
@Suite("Values that MIDI cannot hold")
struct MIDIValidityTests {
  private static let messages: [(MIDIMessage, String)] = [
    (.noteOn(channel: 0, key: 128, velocity: 1), "key is 128, but it must be in 0…127 (track 0, event 0)."),
    (.noteOn(channel: 16, key: 1, velocity: 1), "channel is 16, but it must be in 0…15 (track 0, event 0)."),
    (.noteOn(channel: 0, key: 1, velocity: 255), "velocity is 255, but it must be in 0…127 (track 0, event 0)."),
    (.noteOff(channel: 255, key: 1, velocity: 0), "channel is 255, but it must be in 0…15 (track 0, event 0)."),
    (.keyPressure(channel: 0, key: 1, pressure: 200), "pressure is 200, but it must be in 0…127 (track 0, event 0)."),
    (
      .controlChange(channel: 0, controller: 128, value: 0),
      "controller is 128, but it must be in 0…127 (track 0, event 0)."
    ),
    (
      .controlChange(channel: 0, controller: 7, value: 128), "value is 128, but it must be in 0…127 (track 0, event 0)."
    ),
    (.programChange(channel: 0, program: 128), "program is 128, but it must be in 0…127 (track 0, event 0)."),
    (.channelPressure(channel: 0, pressure: 128), "pressure is 128, but it must be in 0…127 (track 0, event 0)."),
    (.pitchBend(channel: 0, value: 16384), "pitch bend is 16384, but it must be in 0…16383 (track 0, event 0)."),
    (
      .tempo(microsecondsPerQuarter: 0),
      "microsecondsPerQuarter is 0, but it must be in 1…16777215 (track 0, event 0)."
    ),
    (
      .tempo(microsecondsPerQuarter: 1 << 24),
      "microsecondsPerQuarter is 16777216, but it must be in 1…16777215 (track 0, event 0)."
    ),
    (.text(kind: 0x51, "abc"), "text kind is 81, but it must be in 1…15 (track 0, event 0)."),
    (.meta(kind: 0x2F, []), "meta kind is 47, but it must be written as endOfTrack (track 0, event 0)."),
    (.meta(kind: 0x51, [1, 2, 3]), "meta kind is 81, but it must be written as tempo (track 0, event 0)."),
  ]

  @Test("Impossible messages are named", arguments: messages.indices)
  func impossibleMessagesAreNamed(index: Int) throws {
    let (message, text) = Self.messages[index]
    let file = MIDIFile(tracks: [[.init(tick: 0, message), .init(tick: 0, .noteOn(channel: 0, key: 60, velocity: 9))]])
    let written = #expect(throws: SignalError.self) { try file.bytes }
    #expect(written?.description == text)
    let played = #expect(throws: SignalError.self) { try Synthesizer().render(file) }
    #expect(played?.description == text)
    let url = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString).mid")
    #expect(throws: SignalError.self) { try file.write(to: url) }
    #expect(!FileManager.default.fileExists(atPath: url.path))
  }

  @Test("Impossible files are named") func impossibleFilesAreNamed() {
    let note = MIDIFile.Event(tick: 0, .noteOn(channel: 0, key: 60, velocity: 100))
    let files: [(MIDIFile, String)] = [
      (MIDIFile(format: 3, tracks: [[note]]), "format is 3, but it must be in 0…2."),
      (
        MIDIFile(division: .ticksPerQuarter(0), tracks: [[note]]),
        "ticksPerQuarter is 0, but it must be in 1…32767."
      ),
      (
        MIDIFile(division: .ticksPerQuarter(32768), tracks: [[note]]),
        "ticksPerQuarter is 32768, but it must be in 1…32767."
      ),
      (
        MIDIFile(division: .timeCode(framesPerSecond: 23, ticksPerFrame: 4), tracks: [[note]]),
        "framesPerSecond is 23, but it must be 24, 25, 29 or 30."
      ),
      (
        MIDIFile(division: .timeCode(framesPerSecond: 25, ticksPerFrame: 256), tracks: [[note]]),
        "ticksPerFrame is 256, but it must be in 1…255."
      ),
      (
        MIDIFile(tracks: [[.init(tick: -1, note.message)]]),
        "tick is -1, but it must be in 0…1099511627776 (track 0, event 0)."
      ),
      (
        MIDIFile(tracks: [[note, .init(tick: 1 << 28, .endOfTrack)]]),
        "the ticks between two events is 268435456, but it must be in 0…268435455 (track 0)."
      ),
    ]
    for (file, text) in files {
      let error = #expect(throws: SignalError.self) { try file.bytes }
      #expect(error?.description == text)
    }
  }

  @Test("Notes have a length") func notesHaveALength() throws {
    let error = #expect(throws: SignalError.self) {
      try Phrase(notes: [.init(key: 60, start: 4, length: -1)]).midiFile()
    }
    #expect(error?.description == "length is -1.0 beats, but it must be in 0…100000.")
    let stroke = try Phrase(notes: [.init(key: 60, length: 0)]).midiFile()
    #expect(stroke.tracks[0].contains(.init(tick: 1, .noteOff(channel: 0, key: 60, velocity: 0))))
  }
}
