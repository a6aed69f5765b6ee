import Files
import Testing

@Suite("Reading binary fields") struct ByteReaderTests {
  @Test("Fields are read in order, in either byte order") func fields() throws {
    var reader = ByteReader([1, 2, 3, 4, 5, 6])
    #expect(try reader.byte() == 1)
    #expect(try reader.integer(bytes: 2, .big) == 0x0203)
    #expect(try reader.integer(bytes: 2, .little) == 0x0504)
    #expect(reader.position == 5 && reader.remaining == 1 && reader.next == 6)
    #expect(reader.isNext([6]) && !reader.isNext([5]) && !reader.isNext([6, 7]))
    #expect(try Array(reader.take(1)) == [6] && reader.isAtEnd && reader.next == nil)
  }

  @Test("A slice is read from its own first byte") func slices() throws {
    var reader = ByteReader([9, 9, 7, 8][2...])
    #expect(try reader.integer(bytes: 2, .big) == 0x0708)
  }

  @Test("Reading beyond the end throws and leaves the position") func end() throws {
    var reader = ByteReader([1, 2, 3])
    _ = try reader.byte()
    let error = #expect(throws: ByteReader<[UInt8]>.OutOfBytes.self) { try reader.take(3) }
    #expect(error?.position == 1 && error?.needed == 3 && error?.available == 2)
    #expect(throws: ByteReader<[UInt8]>.OutOfBytes.self) { try reader.take(-1) }
    #expect(throws: ByteReader<[UInt8]>.OutOfBytes.self) { try reader.move(to: 4) }
    #expect(reader.position == 1)
    try reader.move(to: 3)
    #expect(reader.isAtEnd)
  }
}
