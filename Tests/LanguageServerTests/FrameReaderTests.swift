import LanguageServer
import Testing

struct FrameReaderTests {
  @Test("A body that arrives in parts is read once it is complete")
  func parts() throws {
    var reader = FrameReader()
    let frame = FrameReader.frame("{\"a\":\"ä\"}")
    for byte in frame.dropLast() {
      reader.append([byte])
      #expect(try reader.next() == nil)
    }
    reader.append(frame.suffix(1))
    #expect(try reader.next().map { String(decoding: $0, as: UTF8.self) } == "{\"a\":\"ä\"}")
  }

  @Test("Two bodies in one part are read one after another")
  func two() throws {
    var reader = FrameReader()
    reader.append(FrameReader.frame("1") + FrameReader.frame("22"))
    #expect(try reader.next() == Array("1".utf8))
    #expect(try reader.next() == Array("22".utf8))
    #expect(try reader.next() == nil)
  }

  @Test(
    "A header without a length is refused, and the message quotes it",
    arguments: ["Content-Length: -1", "Content-Length: many", "Content-Length: 999999999999999", "Hello"])
  func wrong(header: String) {
    var reader = FrameReader()
    reader.append(Array("\(header)\r\n\r\n".utf8) + FrameReader.frame("3"))
    let error = #expect(throws: FrameReader.HeaderError.self) { try reader.next() }
    #expect(
      error?.description
        == "A message header has no length. `\(header)`. Begin each message with `Content-Length:` and a number."
    )
    #expect((try? reader.next()) == Array("3".utf8))
  }

  @Test("A body longer than its header says does not lose the message after it")
  func rest() throws {
    var reader = FrameReader()
    reader.append(Array("Content-Length: 2\r\n\r\n{}}}".utf8) + FrameReader.frame("4"))
    #expect(try reader.next() == Array("{}".utf8))
    #expect(try reader.next() == Array("4".utf8))
  }

  @Test("A line without an end fills no memory, and a message after it is read")
  func endless() throws {
    var reader = FrameReader()
    for _ in 0..<100 {
      reader.append([UInt8](repeating: 0x61, count: 100_000))
      #expect(try reader.next() == nil)
    }
    reader.append(Array("\r\n\r\n".utf8) + FrameReader.frame("5"))
    #expect(throws: FrameReader.HeaderError.self) { try reader.next() }
    #expect(try reader.next() == Array("5".utf8))
  }

  @Test("A header beside the length has no effect")
  func typeHeader() throws {
    var reader = FrameReader()
    reader.append(Array("content-type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: 1\r\n\r\n6".utf8))
    #expect(try reader.next() == Array("6".utf8))
  }
}
