import Foundation
import Jupyter
import NotebookKit
import Testing

@Suite("Printed text on its way")
struct StreamBufferTests {
  private let start = ContinuousClock.now

  private func bytes(_ text: String) -> Data { Data(text.utf8) }

  @Test("Text of one stream is gathered")
  func gathers() {
    var buffer = StreamBuffer()
    #expect(buffer.append(.stdout, bytes("a"), at: start).isEmpty)
    #expect(buffer.append(.stdout, bytes("b"), at: start).isEmpty)
    #expect(buffer.take() == [.init(stream: .stdout, text: "ab")])
    #expect(buffer.isEmpty)
  }

  @Test("Text of the other stream follows the text printed before")
  func order() {
    var buffer = StreamBuffer()
    _ = buffer.append(.stdout, bytes("a"), at: start)
    #expect(buffer.append(.stderr, bytes("b"), at: start) == [.init(stream: .stdout, text: "a")])
    #expect(buffer.take() == [.init(stream: .stderr, text: "b")])
  }

  @Test("A character that arrives in two parts is shown whole")
  func splitCharacter() {
    var buffer = StreamBuffer()
    let euro = bytes("1 €")
    _ = buffer.append(.stdout, euro.dropLast(1), at: start)
    #expect(buffer.take() == [.init(stream: .stdout, text: "1 ")])
    _ = buffer.append(.stdout, euro.suffix(1), at: start)
    #expect(buffer.take() == [.init(stream: .stdout, text: "€")])
  }

  @Test("Half a character at the end is replaced, not kept back")
  func halfCharacter() {
    var buffer = StreamBuffer()
    _ = buffer.append(.stdout, Data([0x61, 0xE2]), at: start)
    #expect(buffer.take(isLast: true) == [.init(stream: .stdout, text: "a\u{FFFD}")])
  }

  @Test("More than a second's worth is left out and counted")
  func perSecond() {
    var buffer = StreamBuffer()
    _ = buffer.append(.stdout, Data(repeating: 0x61, count: StreamBuffer.bytesPerSecond + 5), at: start)
    let pieces = buffer.take(isLast: true)
    #expect(pieces.first?.text.count == StreamBuffer.bytesPerSecond)
    #expect(
      pieces.last
        == .init(
          stream: .stderr,
          text:
            "\n5 bytes of output were left out: 1 MB of a cell's streams is shown in a second, and 10 MB in all.\n"
        ))
  }

  @Test("After a second there is room again, and the omission is reported first")
  func nextSecond() {
    var buffer = StreamBuffer()
    _ = buffer.append(.stdout, Data(repeating: 0x61, count: StreamBuffer.bytesPerSecond + 5), at: start)
    _ = buffer.take()
    let pieces = buffer.append(.stdout, bytes("on"), at: start + .seconds(1))
    #expect(pieces.map(\.stream) == [.stderr])
    #expect(buffer.take() == [.init(stream: .stdout, text: "on")])
  }

  @Test("More than a cell's worth is left out however long it takes")
  func perCell() {
    var buffer = StreamBuffer()
    let part = Data(repeating: 0x61, count: StreamBuffer.bytesPerSecond)
    var shown = 0
    for second in 0..<12 {
      let pieces = buffer.append(.stdout, part, at: start + .seconds(second)) + buffer.take()
      shown += pieces.filter { $0.stream == .stdout }.reduce(0) { $0 + $1.text.utf8.count }
    }
    #expect(shown == StreamBuffer.bytesPerCell)
    #expect(buffer.take(isLast: true).last?.text.hasPrefix("\n\(StreamBuffer.bytesPerSecond) bytes") == true)
  }

  @Test(
    "A question is the line that was begun, unless it is long",
    arguments: [
      ("one\nName? ", "Name? ", "one\n"), ("Name? ", "Name? ", ""), ("one\n", "", "one\n"), ("", "", ""),
      (String(repeating: "a", count: 1001), "", String(repeating: "a", count: 1001)),
    ])
  func question(_ printed: String, _ question: String, _ rest: String) {
    var buffer = StreamBuffer()
    _ = buffer.append(.stdout, bytes(printed), at: start)
    #expect(buffer.takeQuestion() == question)
    #expect(buffer.take().map(\.text).joined() == rest)
  }

  @Test("A line of which a part was sent is not a question, nor is one on standard error")
  func noQuestion() {
    var buffer = StreamBuffer()
    _ = buffer.append(.stdout, bytes("Your "), at: start)
    _ = buffer.take()
    _ = buffer.append(.stdout, bytes("name? "), at: start)
    #expect(buffer.takeQuestion() == "")
    #expect(buffer.take() == [.init(stream: .stdout, text: "name? ")])
    _ = buffer.append(.stderr, bytes("name? "), at: start)
    #expect(buffer.takeQuestion() == "")
  }

  @Test("Last words of the runtime can be removed again")
  func lastWords() {
    var buffer = StreamBuffer()
    _ = buffer.append(.stderr, bytes("before\nFatal error: boom\n"), at: start)
    #expect(buffer.mayBeLastWords)
    buffer.remove("Fatal error: boom")
    #expect(buffer.take() == [.init(stream: .stderr, text: "before\n")])
  }
}
