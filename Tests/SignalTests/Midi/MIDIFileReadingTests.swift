import Foundation
import Signal
import Testing

@Suite("Damaged MIDI files")
struct MIDIFileReadingTests {
  private static let head: [UInt8] = Array("MThd".utf8) + [0, 0, 0, 6, 0, 0, 0, 1, 0, 96]

  /// A file with one track of these bytes and the correct length.
  private static func file(track: [UInt8]) -> [UInt8] {
    head + Array("MTrk".utf8) + [0, 0, 0, UInt8(track.count)] + track
  }

  private static let damaged: [(bytes: [UInt8], part: String)] = [
    ([], "4 bytes are announced"),
    (Array("JUNK....".utf8), "does not begin"),
    (Array("RIFF....".utf8), "announced"),
    (Array("RIFF....WAVE".utf8), "does not contain MIDI"),
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

  @Test("A damaged file is refused with what is wrong", arguments: damaged.indices)
  func damagedFilesSayWhatIsWrong(index: Int) {
    let (bytes, part) = Self.damaged[index]
    let error = #expect(throws: SignalError.self) { try MIDIFile(bytes) }
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }
}
