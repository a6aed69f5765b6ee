import Files
import Foundation
import Testing

@Suite("ZIP archives") struct ZipArchiveTests {
  private let entries = [
    ZipArchive.Entry(name: "a/numbers", content: (0..<10_000).map { UInt8($0 % 7) }),
    ZipArchive.Entry(name: "übung.txt", content: Array("text".utf8)), ZipArchive.Entry(name: "empty", content: []),
  ]

  @Test("Members are read back in order, with their names and bytes", arguments: [true, false])
  func roundTrip(isCompressed: Bool) throws {
    #expect(try ZipArchive.entries(of: ZipArchive.archive(entries, isCompressed: isCompressed)) == entries)
  }

  @Test("Equal members give equal bytes") func reproducible() throws {
    #expect(
      try ZipArchive.archive(entries, isCompressed: true) == ZipArchive.archive(entries, isCompressed: true))
  }

  @Test("An archive without members is written and read") func noMembers() throws {
    #expect(try ZipArchive.entries(of: ZipArchive.archive([], isCompressed: true)) == [])
    #expect(throws: ArchiveError.damaged(reason: "the file is empty")) { try ZipArchive.entries(of: Data()) }
  }

  @Test("More members than 16 bits count are written and read") func manyMembers() throws {
    let many = (0..<1 << 16).map { ZipArchive.Entry(name: "\($0)", content: [UInt8($0 & 0xFF)]) }
    let back = try ZipArchive.entries(of: ZipArchive.archive(many, isCompressed: false))
    #expect(back.count == 1 << 16 && back.last == many.last)
  }

  @Test("Members over the limit are refused before they are unpacked") func limit() throws {
    let data = try ZipArchive.archive(entries, isCompressed: true)
    #expect(throws: ArchiveError.tooLarge(limit: 10_003)) { try ZipArchive.entries(of: data, limit: 10_003) }
    #expect(try ZipArchive.entries(of: data, limit: 10_004).count == 3)
  }

  @Test("An archive that is cut short is refused") func truncation() throws {
    let data = try ZipArchive.archive(entries, isCompressed: false)
    for length in stride(from: 0, to: data.count, by: 997) {
      #expect(throws: ArchiveError.self) { try ZipArchive.entries(of: data.prefix(length)) }
    }
  }

  @Test("A changed byte of a member is found by its checksum", arguments: [true, false])
  func checksum(isCompressed: Bool) throws {
    var data = try ZipArchive.archive([entries[0]], isCompressed: isCompressed)
    data[60] ^= 0xFF
    #expect(throws: ArchiveError.self) { try ZipArchive.entries(of: data) }
  }

  @Test("Messages name the problem and the remedy") func messages() {
    #expect(
      ArchiveError.damaged(reason: "Not a zip archive").description
        == "The file cannot be read: its archive is damaged (Not a zip archive). Fetch or save it again.")
    #expect(
      ArchiveError.tooLarge(limit: 10).description
        == "The file cannot be read: its archive has more than 10 bytes. It may be damaged; fetch or save it again.")
    #expect(
      ArchiveError.notMade(reason: "Malloc failure").description
        == "The file cannot be written: its archive could not be written (Malloc failure). Free some memory and try again."
    )
  }
}
