import Foundation
import NotebookKit

/// Text that a cell has printed and that has not been sent yet, within bounds.
///
/// Front ends keep everything they receive, so a cell that prints endlessly would make them unusable. Output beyond a
/// limit is counted and reported.
package struct StreamBuffer {
  /// One message's worth of text.
  package struct Piece: Equatable {
    package var stream: CellOutput.Stream
    package var text: String

    package init(stream: CellOutput.Stream, text: String) {
      self.stream = stream
      self.text = text
    }
  }

  /// Bytes of a cell's streams that are shown in a second, and in all.
  package static let bytesPerSecond = 1 << 20
  package static let bytesPerCell = 10 << 20
  /// Overhead of a message in bytes, which counts when a cell alternates between streams.
  package static let bytesPerMessage = 400
  /// Bytes that a question may have; a longer line stays output.
  package static let bytesPerQuestion = 1000

  private var stream = CellOutput.Stream.stdout
  private var bytes = Data()
  private var total = 0
  private var second: (start: ContinuousClock.Instant, count: Int)?
  private var leftOut = 0
  /// True if the last removed text ended its line.
  private var isAtLineStart = true

  package init() {}

  package var isEmpty: Bool { bytes.isEmpty && leftOut == 0 }

  /// True if the waiting text may be the runtime's last words, which belong to a following error.
  package var mayBeLastWords: Bool {
    stream == .stderr && Self.lastWords.contains { bytes.range(of: Data($0.utf8)) != nil }
  }

  private static let lastWords = [
    "Fatal error", "Precondition failed", "Assertion failed", "Could not cast value", "Fatal access",
  ]

  /// Receives printed text.
  ///
  /// - Returns: Text that was printed to the other stream before, to be sent.
  package mutating func append(_ stream: CellOutput.Stream, _ data: Data, at now: ContinuousClock.Instant) -> [Piece] {
    var pieces: [Piece] = []
    if stream != self.stream {
      pieces = take()
      self.stream = stream
      total += pieces.count * Self.bytesPerMessage
      second?.count += pieces.count * Self.bytesPerMessage
    }
    if second.map({ now - $0.start >= .seconds(1) }) ?? true {
      pieces += notice()
      second = (now, 0)
    }
    let room = min(Self.bytesPerSecond - (second?.count ?? 0), Self.bytesPerCell - total)
    let part = data.prefix(max(0, room))
    leftOut += data.count - part.count
    total += part.count
    second?.count += part.count
    bytes.append(part)
    return pieces
  }

  /// Removes and returns the waiting text, except for the beginning of an incomplete character.
  ///
  /// - Parameter isLast: True to return that beginning as well, with a note about omitted text.
  package mutating func take(isLast: Bool = false) -> [Piece] {
    let whole = isLast ? bytes.count : bytes.wholeCharacters
    let text = String(decoding: bytes.prefix(whole), as: UTF8.self)
    bytes = Data(bytes.dropFirst(whole))
    if let last = text.utf8.last { isAtLineStart = last == UInt8(ascii: "\n") }
    return (text.isEmpty ? [] : [Piece(stream: stream, text: text)]) + (isLast ? notice() : [])
  }

  /// Removes the unfinished last line, such as a prompt; returns the empty text if there is none, or if a part of it
  /// was sent before.
  package mutating func takeQuestion() -> String {
    let lastEnd = bytes.lastIndex(of: UInt8(ascii: "\n"))
    guard stream == .stdout, leftOut == 0, lastEnd != nil || isAtLineStart else { return "" }
    let line = lastEnd.map { bytes[($0 + 1)...] } ?? bytes
    guard line.count <= Self.bytesPerQuestion, let text = String(validating: line, as: UTF8.self) else { return "" }
    bytes.removeLast(line.count)
    isAtLineStart = true
    return text
  }

  /// Restarts the count of all shown bytes, because the sent text is no longer shown.
  package mutating func clear() { (total, isAtLineStart) = (0, true) }

  /// Removes the last words of the runtime with their line's end, if they wait.
  package mutating func remove(_ words: String) {
    guard stream == .stderr, let range = bytes.range(of: Data(words.utf8), options: .backwards) else { return }
    let isLine = range.upperBound < bytes.endIndex && bytes[range.upperBound] == UInt8(ascii: "\n")
    bytes.removeSubrange(range.lowerBound..<range.upperBound + (isLine ? 1 : 0))
  }

  private mutating func notice() -> [Piece] {
    guard leftOut > 0 else { return [] }
    defer { leftOut = 0 }
    let bounds = "1 MB of a cell's streams is shown in a second, and 10 MB in all"
    return [Piece(stream: .stderr, text: "\n\(leftOut) bytes of output were left out: \(bounds).\n")]
  }
}

extension Data {
  /// Number of bytes up to the beginning of a UTF-8 character at the end whose rest is missing.
  fileprivate var wholeCharacters: Int {
    let tail = suffix(4)
    guard let lead = tail.lastIndex(where: { $0 & 0xC0 != 0x80 }), tail[lead] >= 0xC0 else { return count }
    let length = tail[lead] >= 0xF0 ? 4 : tail[lead] >= 0xE0 ? 3 : 2
    return endIndex - lead < length ? lead - startIndex : count
  }
}
