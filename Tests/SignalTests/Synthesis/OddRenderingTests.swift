import Foundation
import Signal
import TestSupport
import Testing

/// Whatever the parser reads is rendered, or is an error; nothing becomes silence.
@Suite("Rendering unusual MIDI")
struct OddRenderingTests {
  private static func render(_ bytes: [UInt8]) throws -> Data { try Synthesizer().wavContent(of: MIDIFile(bytes)) }

  private static let plain = OddMIDITests.file(tracks: [OddMIDITests.note + OddMIDITests.end])

  /// The data set's files were rendered by the fluidsynth program, and cut.
  @Test(
    "Ordinary notes are the fluid synth programs sample for sample",
    arguments: [("A3", 1), ("B3", 25), ("E3", 33), ("G3", 43)])
  func ordinaryNotesAreTheFluidSynthProgramsSampleForSample(note: String, number: Int) throws {
    let phrase = try Phrase(note: note, instrument: [Instrument].lesson[number - 1])
    let rendered = try Synthesizer().render(phrase)
    let expected = try EncodedSound.read([UInt8](Data(contentsOf: Fixtures.url("audio/\(note)_\(number).wav"))))
    for channel in 0..<2 {
      let samples = try rendered.channel(channel).samples.prefix(expected.frameCount)
      #expect(zip(samples, try expected.channel(channel).samples).allSatisfy { abs($0 - $1) <= 0x1p-15 })
    }
    let content = [UInt8](try rendered.fileContent())
    #expect(try EncodedSound.read(content).channel(0).samples.starts(with: expected.channel(0).samples))
  }

  @Test("Silent events change no sample") func whatMakesNoSoundChangesNone() throws {
    let expected = try Self.render(Self.plain)
    let additions: [[UInt8]] = [
      [0, 0xF7, 2, 0xF3, 1], [0, 0xFF, 0x58, 2, 4, 2], [0, 0xFF, 0x59, 1, 0], [0, 0xFF, 0x54, 1, 0],
      [0, 0xFF, 0x58, 6, 4, 2, 24, 8, 0, 0], [0, 0xF0, 3, 0x43, 1, 2, 0, 0xF7, 2, 3, 0xF7], [0, 0xF7, 0], [0, 0xF0, 0],
      [0, 0xFF, 0x21, 1, 5], [0, 0xF7, 1, 0xF8], [0, 0xFF, 0x7E, 1, 1],
    ]
    for addition in additions {
      let bytes = OddMIDITests.file(tracks: [addition + OddMIDITests.note + OddMIDITests.end])
      #expect(try Self.render(bytes) == expected, "\(addition)")
    }
    let withoutEnd = OddMIDITests.file(tracks: [OddMIDITests.note])
    #expect(try Self.render(withoutEnd) == expected)
  }

  @Test("Time codes are the tempo that they amount to") func timeCodesAreTheTempoThatTheyAmountTo() throws {
    // 1000 ticks per second are 500 ticks of a quarter note at 120 beats per minute.
    let track: [UInt8] = [0, 0x90, 60, 100, 0x87, 0x68, 0x80, 60, 0] + OddMIDITests.end
    let film = OddMIDITests.file(division: [0xE7, 40], tracks: [track])
    let quarters = OddMIDITests.file(division: [1, 0xF4], tracks: [track])
    #expect(try Self.render(film) == Self.render(quarters))
    // A tempo does not matter to time codes.
    let slow: [UInt8] = [0, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40]
    #expect(try Self.render(OddMIDITests.file(division: [0xE7, 40], tracks: [slow + track])) == Self.render(film))
    for rate in [24, 29, 30] {
      let division = [UInt8(bitPattern: Int8(-rate)), 80]
      let wave = try Synthesizer().render(MIDIFile(OddMIDITests.file(division: division, tracks: [track])))
      #expect(wave.peak > 0.01)
    }
  }

  @Test("Every track is played", arguments: [127, 128, 129, 300])
  func everyTrackIsPlayed(count: Int) throws {
    let quiet = [[UInt8]](repeating: OddMIDITests.end, count: count - 1)
    let bytes = OddMIDITests.file(format: 1, tracks: quiet + [OddMIDITests.note + OddMIDITests.end])
    #expect(try Self.render(bytes) == Self.render(Self.plain))
  }

  @Test("Split messages arrive whole") func splitMessagesArriveWhole() throws {
    let melody: [UInt8] = [0, 0x90, 60, 100, 0x83, 0x60, 0x80, 60, 0] + OddMIDITests.end
    // A master volume of nearly nothing, whole and in three packets.
    let whole: [UInt8] = [0, 0xF0, 7, 0x7F, 0x7F, 4, 1, 0, 8, 0xF7]
    let split: [UInt8] = [0, 0xF0, 2, 0x7F, 0x7F, 0, 0xF7, 2, 4, 1, 0, 0xF7, 3, 0, 8, 0xF7]
    let expected = try Self.render(OddMIDITests.file(tracks: [whole + melody]))
    #expect(try Self.render(OddMIDITests.file(tracks: [split + melody])) == expected)
    // An equal master volume in an escape.
    let escape: [UInt8] = [0, 0xF7, 8, 0xF0, 0x7F, 0x7F, 4, 1, 0, 8, 0xF7]
    #expect(try Self.render(OddMIDITests.file(tracks: [escape + melody])) == expected)
  }

  @Test("Notes in escapes sound") func notesInEscapesSound() throws {
    let track: [UInt8] = [0, 0xF7, 3, 0x90, 60, 100, 0x83, 0x60, 0xF7, 3, 0x80, 60, 0] + OddMIDITests.end
    #expect(try Self.render(OddMIDITests.file(tracks: [track])) == Self.render(Self.plain))
  }

  @Test("Patterns are played one after another") func patternsArePlayedOneAfterTheOther() throws {
    let part = OddMIDITests.note + OddMIDITests.end
    let both = OddMIDITests.file(format: 2, tracks: [part, part])
    let sequence = OddMIDITests.file(tracks: [OddMIDITests.note + part])
    #expect(try Self.render(both) == Self.render(sequence))
  }

  @Test("Ports have separate channels") func portsHaveChannelsOfTheirOwn() throws {
    func track(port: UInt8, program: UInt8, key: UInt8) -> [UInt8] {
      let start: [UInt8] = [0, 0xFF, 0x21, 1, port, 0, 0xC0, program]
      // Both programs are set before either note begins.
      let note: [UInt8] = [10, 0x90, key, 100, 0x83, 0x60, 0x80, key, 0]
      return start + note + OddMIDITests.end
    }
    let apart = try Self.render(
      OddMIDITests.file(format: 1, tracks: [track(port: 0, program: 0, key: 60), track(port: 1, program: 73, key: 64)]))
    let clashing = try Self.render(
      OddMIDITests.file(format: 1, tracks: [track(port: 0, program: 0, key: 60), track(port: 0, program: 73, key: 64)]))
    #expect(apart != clashing)
    // A drum on the tenth channel of the second port.
    let drum: [UInt8] = [0, 0xFF, 0x21, 1, 1, 0, 0x99, 38, 100, 0x83, 0x60, 0x89, 38, 0] + OddMIDITests.end
    let plainDrum: [UInt8] = [0, 0x99, 38, 100, 0x83, 0x60, 0x89, 38, 0] + OddMIDITests.end
    let alone = OddMIDITests.file(tracks: [plainDrum])
    let silent: [UInt8] = [0, 0xC0, 0] + OddMIDITests.end
    #expect(try Self.render(OddMIDITests.file(format: 1, tracks: [silent, drum])) == Self.render(alone))
    // More ports than FluidSynth has channels for.
    let many = (0..<17).map { track(port: UInt8($0), program: 0, key: 60) }
    let error = #expect(throws: SignalError.self) { try Self.render(OddMIDITests.file(format: 1, tracks: many)) }
    #expect(error?.description == "the number of ports is 17, but it must be at most 16.")
  }

  @Test("Silence is an error") func silenceIsAnError() throws {
    for track in [[], [0, 0x90, 60, 0], [0, 0xC0, 3], [0, 0xF7, 3, 0x80, 60, 0]] as [[UInt8]] {
      let bytes = OddMIDITests.file(tracks: [track + OddMIDITests.end])
      let error = #expect(throws: SignalError.self) { try Self.render(bytes) }
      let count = track.isEmpty ? 1 : 2
      #expect(
        error?.description == "The MIDI would be rendered as silence: its 1 tracks hold \(count) events, but no note.")
    }
    #expect(
      throws: SignalError.silentMIDI(reason: "its 0 tracks hold 0 events, but no note")
    ) { try Synthesizer().render(MIDIFile(tracks: [])) }
    #expect(throws: SignalError.self) { try Synthesizer().render(Phrase(notes: [])) }
  }

  @Test("The shortest note is released") func theShortestNoteIsReleased() throws {
    let stroke = Phrase(notes: [.init(key: 60, length: 0)], instrument: .churchOrgan)
    #expect(try Synthesizer().render(stroke).duration < 5)
  }
}
