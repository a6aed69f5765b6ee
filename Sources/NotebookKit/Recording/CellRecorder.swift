import Display
import Foundation

/// Collects the outputs of one cell, in order and within limits.
///
/// Streams longer than the report shows are kept in a file, up to a limit.
package struct CellRecorder {
  /// Outputs so far; a stream at the end lacks the text in `growing`.
  private var closed: [CellOutput] = []
  /// The positions in `closed` of each display.
  private var places: [String: [Int]] = [:]
  /// The raw bytes of the stream at the end: a character may be split between packets.
  private var growing: (stream: CellOutput.Stream, bytes: Data)?
  private var streamBytes = 0
  /// Bytes of streams before the outputs were cleared.
  private var clearedBytes = 0
  /// True if the next output replaces all before it.
  private var isToClear = false
  private let overflow: StreamFile?
  /// True if anything came since the outputs were last taken.
  package private(set) var hasNews = false

  /// The part of a cell's streams in the report, in bytes.
  package static let shownBytes = 100_000

  /// - Parameter overflowFile: The file of streams that are longer than the report shows; nil for none.
  package init(overflowFile: URL?) { overflow = overflowFile.map(StreamFile.init) }

  // MARK: - Taking in

  package mutating func append(_ output: CellOutput) {
    clearIfAsked()
    closeStream()
    if case .display(_, let id) = output { places[id, default: []].append(closed.count) }
    closed.append(output)
    hasNews = true
  }

  /// Adds to the last stream, or begins another.
  package mutating func append(_ stream: CellOutput.Stream, _ data: Data) {
    if !data.isEmpty { clearIfAsked() }
    let room = max(0, Self.shownBytes - streamBytes)
    streamBytes += data.count
    let shown = data.count <= room ? data : data.prefix(room).droppingIncompleteCharacter
    overflow?.append(data, shown: min(room, data.count))
    guard !shown.isEmpty else { return }
    hasNews = true
    if growing?.stream != stream {
      closeStream()
      growing = (stream, Data())
    }
    growing?.bytes.append(shown)
  }

  /// Replaces the value shown under `id`; false if this cell does not have it.
  package mutating func update(_ bundle: MIMEBundle, id: String) -> Bool {
    guard let places = places[id] else { return false }
    for place in places { closed[place] = .display(bundle, id: id) }
    hasNews = true
    return true
  }

  /// Moves a progress bar, or shows a new one.
  package mutating func progress(_ report: ProgressReport) {
    let place = closed.firstIndex { if case .progress(let known) = $0 { known.id == report.id } else { false } }
    if let place { closed[place] = .progress(report) } else { append(.progress(report)) }
    hasNews = true
  }

  /// Removes the outputs of the cell's code; remarks of the compiler stay.
  ///
  /// - Parameter wait: True to do so when the next output comes.
  package mutating func clear(wait: Bool) {
    isToClear = true
    if !wait { clearIfAsked() }
  }

  private mutating func clearIfAsked() {
    guard isToClear else { return }
    isToClear = false
    growing = nil
    closed.removeAll { if case .warning = $0 { false } else { true } }
    places = [:]
    clearedBytes += streamBytes
    streamBytes = 0
    overflow?.clear()
    hasNews = true
  }

  private mutating func findPlaces() {
    places = [:]
    for (place, output) in closed.enumerated() {
      if case .display(_, let id) = output { places[id, default: []].append(place) }
    }
  }

  private mutating func closeStream() {
    guard let stream = growing else { return }
    closed.append(.stream(stream.stream, String(decoding: stream.bytes, as: UTF8.self)))
    growing = nil
  }

  // MARK: - Giving out

  /// The outputs in order of occurrence.
  package mutating func outputs() -> [CellOutput] {
    hasNews = false
    guard let stream = growing else { return closed }
    return closed + [.stream(stream.stream, String(decoding: stream.bytes, as: UTF8.self))]
  }

  /// True if a file keeps output that the report has no room for.
  var hasOverflown: Bool { overflow?.isInUse == true }

  /// Ends the recording: removes progress bars, joins the streams around them, and notes truncated output.
  package mutating func finish() {
    closeStream()
    closed.removeAll { if case .progress = $0 { true } else { false } }
    joinStreams()
    findPlaces()
    if let notice = overflow?.finish(total: clearedBytes + streamBytes) { closed.append(.notice(notice)) }
  }

  /// Makes one of neighbouring pieces of one stream.
  private mutating func joinStreams() {
    var joined: [CellOutput] = []
    var pieces: [String] = []
    for (index, output) in closed.enumerated() {
      guard case .stream(let stream, let text) = output else {
        joined.append(output)
        continue
      }
      pieces.append(text)
      if index + 1 < closed.count, case .stream(stream, _) = closed[index + 1] { continue }
      joined.append(.stream(stream, pieces.joined()))
      pieces = []
    }
    closed = joined
  }

  /// Removes a line at the end of a stream; a program may have written the same text before.
  package mutating func take(_ text: String, from stream: CellOutput.Stream) {
    closeStream()
    for index in closed.indices.reversed() {
      guard case .stream(stream, var content) = closed[index],
        var range = content.range(of: text, options: [.backwards, .literal])
      else { continue }
      if range.upperBound < content.endIndex, content[range.upperBound] == "\n" {
        range = range.lowerBound..<content.index(after: range.upperBound)
      }
      content.removeSubrange(range)
      if content.allSatisfy(\.isWhitespace) {
        closed.remove(at: index)
        findPlaces()
      } else {
        closed[index] = .stream(stream, content)
      }
      return
    }
  }
}

extension [CellOutput] {
  /// The names of displayed values, in order.
  var displayNames: [String] { compactMap { if case .display(_, let id) = $0 { id } else { nil } } }

  /// Puts a new value wherever `id` is shown; false if it is nowhere.
  mutating func update(_ bundle: MIMEBundle, id: String) -> Bool {
    var wasFound = false
    for place in indices {
      guard case .display(_, id) = self[place] else { continue }
      self[place] = .display(bundle, id: id)
      wasFound = true
    }
    return wasFound
  }
}

extension Data {
  /// UTF-8 without the beginning of a character at its end that was cut off.
  fileprivate var droppingIncompleteCharacter: Data {
    let tail = suffix(4)
    guard let lead = tail.lastIndex(where: { $0 & 0xC0 != 0x80 }), tail[lead] >= 0xC0 else { return self }
    let length = tail[lead] >= 0xF0 ? 4 : tail[lead] >= 0xE0 ? 3 : 2
    return endIndex - lead < length ? self[startIndex..<lead] : self
  }
}
