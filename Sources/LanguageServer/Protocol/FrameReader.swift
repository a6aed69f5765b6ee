import Files
import Foundation

/// Splits a stream of bytes into the bodies of messages, each after a header with its length.
///
/// ```
/// Content-Length: 46\r\n
/// \r\n
/// {"jsonrpc":"2.0","id":1,"method":"initialize"}
/// ```
package struct FrameReader: Sendable {
  /// A header without a usable length.
  package struct HeaderError: UserFacingError, Equatable {
    package var header: String
    package var description: String {
      "A message header has no length. `\(header)`. Begin each message with `Content-Length:` and a number."
    }
  }

  private var bytes: [UInt8] = []
  private var start = 0
  /// The length of the body that is being read; nil while a header is.
  private var length: Int?
  /// The length that the header names as far as it was read.
  private var headerLength: Int?
  /// The first lines of the header that is being read.
  private var lines: [String] = []

  /// The maximum number of bytes in a header's line and in a body.
  private static let maximumLineLength = 4096
  private static let maximumLength = 256 << 20

  package init() {}

  package mutating func append(_ part: some Sequence<UInt8>) {
    if start > 0 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes += part
  }

  /// The next body; nil if more bytes are needed.
  ///
  /// - Throws: ``HeaderError``. The bytes after it are read next.
  package mutating func next() throws(HeaderError) -> [UInt8]? {
    while true {
      if let length {
        guard bytes.count - start >= length else { return nil }
        defer {
          start += length
          self.length = nil
        }
        return Array(bytes[start..<start + length])
      }
      guard let line = takeLine() else { return nil }
      if line.isEmpty {
        defer { (headerLength, lines) = (nil, []) }
        length = headerLength
        if length == nil, !lines.isEmpty { throw HeaderError(header: lines.joined(separator: "; ")) }
      } else {
        read(line)
      }
    }
  }

  private mutating func read(_ line: String) {
    if lines.count < 8 { lines.append(line) }
    let parts = line.split(separator: ":", maxSplits: 1)
    // A body that is longer than its header says leaves its end before the next header.
    guard parts.count == 2, parts[0].lowercased().hasSuffix("content-length"),
      let length = Int(parts[1].filter { $0 != " " && $0 != "\t" }), (0...Self.maximumLength).contains(length)
    else { return }
    headerLength = length
  }

  /// The next line without its end, cut if it is longer than any header; nil if it is not yet whole.
  private mutating func takeLine() -> String? {
    guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else {
      let kept = bytes.count - start
      if kept > Self.maximumLineLength * 2 { start += kept - Self.maximumLineLength }
      return nil
    }
    let line = bytes[max(start, end - Self.maximumLineLength)..<end]
    start = end + 1
    return String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
  }

  /// A body after its header.
  package static func frame(_ body: String) -> [UInt8] {
    Array("Content-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
  }
}
