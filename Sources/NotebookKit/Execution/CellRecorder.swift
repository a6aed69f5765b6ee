import Display
import Foundation

/// Collects what one cell puts out, in order and within bounds.
///
/// Streams longer than the report shows are kept in a file beside the report, up to a limit.
struct CellRecorder {
  private(set) var outputs: [CellOutput] = []
  private var streams: [StreamTail] = []
  private let overflow: StreamFile

  /// How much of a cell's streams the report shows, in bytes.
  static let shownBytes = 100_000

  /// The raw bytes behind one `.stream` output, since a character may be cut in two between packets.
  private struct StreamTail {
    var place: Int
    var bytes: Data
  }

  private var streamBytes = 0

  init(overflowFile: URL) { overflow = StreamFile(url: overflowFile) }

  // MARK: - Taking in

  mutating func append(_ output: CellOutput) { outputs.append(output) }

  /// Adds to the stream that stands last, or begins another.
  mutating func append(_ stream: CellOutput.Stream, _ data: Data) {
    let room = max(0, Self.shownBytes - streamBytes)
    streamBytes += data.count
    overflow.append(data, shown: min(room, data.count), total: streamBytes)
    let shown = data.prefix(room)
    guard !shown.isEmpty else { return }
    if let last = streams.indices.last, streams[last].place == outputs.count - 1,
      case .stream(stream, _)? = outputs.last
    {
      streams[last].bytes.append(shown)
    } else {
      streams.append(StreamTail(place: outputs.count, bytes: Data(shown)))
      outputs.append(.stream(stream, ""))
    }
    if let tail = streams.last { outputs[tail.place] = .stream(stream, String(decoding: tail.bytes, as: UTF8.self)) }
  }

  /// Puts a new value where `id` was shown; false if this cell has no such place.
  mutating func update(_ bundle: MIMEBundle, id: String) -> Bool {
    let places = outputs.indices.filter { index in
      if case .display(_, id) = outputs[index] { true } else { false }
    }
    for place in places { outputs[place] = .display(bundle, id: id) }
    return !places.isEmpty
  }

  /// Moves a progress bar, or shows a new one.
  mutating func progress(_ report: ProgressReport) {
    let place = outputs.firstIndex { if case .progress(let known) = $0 { known.id == report.id } else { false } }
    if let place { outputs[place] = .progress(report) } else { outputs.append(.progress(report)) }
  }

  // MARK: - Ending

  /// Ends the recording: bars go, and what was cut is said.
  mutating func finish() {
    outputs.removeAll { if case .progress = $0 { true } else { false } }
    streams = []
    if let notice = overflow.finish(total: streamBytes) { outputs.append(.notice(notice)) }
  }

  /// The last line that a stream's output holds and that `matches`, taken out of it.
  mutating func takeLine(of stream: CellOutput.Stream, where matches: (Substring) -> Bool) -> String? {
    for index in outputs.indices.reversed() {
      guard case .stream(stream, let text) = outputs[index] else { continue }
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      guard let place = lines.lastIndex(where: matches) else { continue }
      let line = String(lines.remove(at: place))
      let rest = lines.joined(separator: "\n")
      if rest.allSatisfy(\.isWhitespace) { outputs.remove(at: index) } else { outputs[index] = .stream(stream, rest) }
      streams = []
      return line
    }
    return nil
  }
}
