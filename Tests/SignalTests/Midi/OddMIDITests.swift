import Foundation
import Signal
import Testing

/// Files of MIDI that are unusual: read where they have one meaning, refused with the byte where they have none.
@Suite("Unusual MIDI files")
struct OddMIDITests {
  static func file(format: UInt8 = 0, division: [UInt8] = [1, 0xE0], tracks: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = Array("MThd".utf8)
    bytes += [0, 0, 0, 6, 0, format, UInt8(tracks.count >> 8), UInt8(tracks.count & 0xFF)]
    bytes += division
    for track in tracks {
      bytes += Array("MTrk".utf8)
      bytes += [0, 0, UInt8(track.count >> 8), UInt8(track.count & 0xFF)]
      bytes += track
    }
    return bytes
  }

  static let note: [UInt8] = [0, 0x90, 60, 100, 0x83, 0x60, 0x80, 60, 0]
  static let end: [UInt8] = [0, 0xFF, 0x2F, 0]

  @Test("Meta events of unusual length stay") func metaEventsOfUnusualLengthStay() throws {
    let events: [(UInt8, [UInt8])] = [
      (0x58, [4, 2]), (0x59, [0]), (0x54, [1]), (0x00, []), (0x20, []), (0x21, []), (0xC8, [1]), (0x2F, [1]),
    ]
    for (kind, data) in events {
      let event: [UInt8] = [0, 0xFF, kind, UInt8(data.count)] + data
      let track = kind == 0x2F ? Self.note + event : event + Self.note + Self.end
      let file = try MIDIFile(Self.file(tracks: [track]))
      #expect(file.tracks[0].contains { $0.message == .noteOn(channel: 0, key: 60, velocity: 100) })
      if kind != 0x2F { #expect(file.tracks[0].contains { $0.message == .meta(kind: kind, data) }) }
    }
  }

  @Test("Tempos without a meaning are refused") func temposWithoutAMeaningAreRefused() {
    for data in [[7, 0xA1], [0, 7, 0xA1, 0x20], [], [0, 0, 0]] as [[UInt8]] {
      let event: [UInt8] = [0, 0xFF, 0x51, UInt8(data.count)] + data
      let bytes = Self.file(tracks: [event + Self.note + Self.end])
      let error = #expect(throws: SignalError.self) { try MIDIFile(bytes) }
      #expect(error?.description.contains("(byte \(26 + data.count))") == true, "\(error?.description ?? "")")
    }
  }

  @Test("Running status continues after meta events") func runningStatusGoesOnAfterMetaEvents() throws {
    let track: [UInt8] = [0, 0x90, 60, 100, 0, 0xFF, 1, 1, 65, 0, 64, 90, 0, 0xF0, 2, 1, 0xF7, 0, 67, 80] + Self.end
    let keys = try MIDIFile(Self.file(tracks: [track])).tracks[0].compactMap { event -> UInt8? in
      if case .noteOn(_, let key, _) = event.message { key } else { nil }
    }
    #expect(keys == [60, 64, 67])
  }

  @Test("Events stay in their track") func eventsStayInTheirTrack() {
    var bytes = Self.file(format: 1, tracks: [[0, 0x90, 60, 100], Self.note + Self.end])
    bytes[21] = 3
    let error = #expect(throws: SignalError.self) { try MIDIFile(bytes) }
    #expect(error?.description.contains("1 bytes beyond its track's end") == true)
  }

  @Test("Tracks beyond the announced ones are read") func tracksBeyondTheAnnouncedOnesAreRead() throws {
    var bytes = Self.file(format: 1, tracks: [Self.end, Self.note + Self.end])
    bytes[11] = 1
    #expect(try MIDIFile(bytes).tracks.count == 2)
    #expect(try MIDIFile(bytes + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).tracks.count == 2)
  }

  @Test("Patterns follow one another") func patternsFollowOneAnother() throws {
    let file = try MIDIFile(Self.file(format: 2, tracks: [Self.note + Self.end, Self.note + Self.end]))
    #expect(file.duration == 1)
    let slow: [UInt8] = [0, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40]
    let mixed = try MIDIFile(Self.file(format: 2, tracks: [slow + Self.note + Self.end, Self.note + Self.end]))
    #expect(mixed.duration == 1.5)
  }

  @Test("A folder is not a missing file") func aFolderIsNotAMissingFile() {
    let error = #expect(throws: SignalError.self) { try MIDIFile(contentsOf: URL(filePath: "/tmp")) }
    #expect(error?.description.contains("cannot be read as a file") == true)
  }
}
