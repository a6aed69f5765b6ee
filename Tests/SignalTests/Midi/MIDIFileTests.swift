import Foundation
import Signal
import Testing

@Suite("MIDI files")
struct MIDIFileTests {
  @Test("Every message that is written reads back")
  func everyMessageComesBack() throws {
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

  @Test("A status that stays the same is written once")
  func runningStatusIsWrittenAndRead() throws {
    let strokes = (0..<4).map { MIDIFile.Event(tick: $0, .noteOn(channel: 0, key: 60 + UInt8($0), velocity: 1)) }
    let bytes = try MIDIFile(tracks: [strokes]).bytes
    #expect(bytes.count { $0 == 0x90 } == 1)
    #expect(try MIDIFile(bytes).tracks[0].dropLast() == strokes[...])
  }

  @Test("Tempo changes count in the duration")
  func tempoChangesCount() {
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
  }

  @Test("Ticks of a time code are parts of a frame")
  func timeCodesCountFrames() {
    let film = MIDIFile(
      division: .timeCode(framesPerSecond: 25, ticksPerFrame: 4), tracks: [[.init(tick: 300, .endOfTrack)]])
    #expect(film.duration == 3)
  }
}
