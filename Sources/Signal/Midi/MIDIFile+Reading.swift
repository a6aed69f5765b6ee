import Files
import Foundation

extension MIDIFile {
  /// Reads a Standard MIDI File.
  ///
  /// - Throws: `SignalError.fileNotFound`, or what `init(_:)` throws.
  public init(contentsOf url: URL) throws {
    guard FileManager.default.fileExists(atPath: url.path) else { throw SignalError.fileNotFound(path: url.path) }
    guard let data = try? Data(contentsOf: url) else {
      throw SignalError.malformedMIDI(reason: "\(url.path) cannot be read as a file", byteOffset: 0)
    }
    try self.init([UInt8](data))
  }

  /// Reads the bytes of a Standard MIDI File, or of one in a RIFF container (RMID): running status, every division, unknown
  /// chunks skipped.
  ///
  /// Unusual but unambiguous input is accepted: meta events of unusual length other than a tempo, running status that
  /// continues after them, a track without an end, more tracks than the header announces.
  ///
  /// - Throws: `SignalError.malformedMIDI` with the byte at which reading stopped.
  public init(_ bytes: [UInt8]) throws {
    var reader = MIDIByteReader(bytes)
    try reader.enterContainer()
    guard try reader.chunkName() == "MThd" else { throw reader.failure("it does not begin with “MThd”") }
    let headerLength = try reader.integer(bytes: 4)
    let headerStart = reader.position
    format = try reader.integer(bytes: 2)
    let trackCount = try reader.integer(bytes: 2)
    let divisionWord = try reader.integer(bytes: 2)
    guard format <= 2 else { throw reader.failure("its format is \(format), not 0, 1 or 2") }
    guard headerLength >= 6 else { throw reader.failure("its header has \(headerLength) bytes, fewer than 6") }
    if divisionWord & 0x8000 == 0 {
      guard divisionWord > 0 else { throw reader.failure("it has 0 ticks per quarter note") }
      division = .ticksPerQuarter(divisionWord)
    } else {
      let rate = -Int(Int8(truncatingIfNeeded: divisionWord >> 8))
      guard [24, 25, 29, 30].contains(rate), divisionWord & 0xFF > 0 else {
        throw reader.failure("its time code has \(rate) frames of \(divisionWord & 0xFF) ticks")
      }
      division = .timeCode(framesPerSecond: rate, ticksPerFrame: divisionWord & 0xFF)
    }
    try reader.move(to: headerStart + headerLength)
    tracks = []
    while !reader.isAtEnd, tracks.count < trackCount || reader.isBeforeTrack {
      let name = try reader.chunkName()
      let length = try reader.integer(bytes: 4)
      let start = reader.position
      if name == "MTrk" { tracks.append(try reader.track(end: start + length)) }
      try reader.move(to: start + length)
    }
    guard tracks.count >= trackCount else {
      throw reader.failure("its header announces \(trackCount) tracks, but there are \(tracks.count)")
    }
  }
}

/// Reads the chunks and events of a MIDI file; the position only moves forward.
private struct MIDIByteReader {
  private var bytes: ByteReader<[UInt8]>

  init(_ bytes: [UInt8]) { self.bytes = ByteReader(bytes) }

  var position: Int { bytes.position }

  var isAtEnd: Bool { bytes.isAtEnd }

  /// True if another track follows; other bytes after the last one are ignored.
  var isBeforeTrack: Bool { bytes.isNext("MTrk".utf8) }

  /// Moves to the file inside of a RIFF container of MIDI, if there is one.
  mutating func enterContainer() throws {
    guard bytes.isNext(Array("RIFF".utf8)) else { return }
    try move(to: 8)
    guard try chunkName() == "RMID" else { throw failure("it is a RIFF file, but does not contain MIDI") }
    while true {
      let name = try chunkName()
      let length = try data(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      if name == "data" { return }
      // Chunks begin at even places.
      try move(to: position + length + length % 2)
    }
  }

  func failure(_ reason: String) -> SignalError { .malformedMIDI(reason: reason, byteOffset: position) }

  mutating func move(to target: Int) throws {
    let excess = target - position - bytes.remaining
    guard excess <= 0 else { throw failure("a chunk reaches \(excess) bytes beyond the end") }
    try bytes.move(to: max(position, target))
  }

  mutating func byte() throws -> UInt8 {
    guard let byte = try? bytes.byte() else { throw failure("it ends in the middle of an event") }
    return byte
  }

  mutating func data(_ count: Int) throws -> [UInt8] {
    guard let data = try? bytes.take(count) else { throw failure("\(count) bytes are announced, but fewer follow") }
    return Array(data)
  }

  mutating func integer(bytes count: Int) throws -> Int { try data(count).reduce(0) { $0 << 8 | Int($1) } }

  mutating func chunkName() throws -> String { String(decoding: try data(4), as: UTF8.self) }

  /// A number of at most four bytes, seven bits in each.
  mutating func variableLength() throws -> Int {
    var value = 0
    for _ in 0..<4 {
      let next = try byte()
      value = value << 7 | Int(next & 0x7F)
      if next & 0x80 == 0 { return value }
    }
    throw failure("a variable-length number has more than four bytes")
  }

  mutating func track(end: Int) throws -> [MIDIFile.Event] {
    let excess = end - position - bytes.remaining
    guard excess <= 0 else { throw failure("a track reaches \(excess) bytes beyond the end") }
    var events: [MIDIFile.Event] = []
    var tick = 0
    var runningStatus: UInt8?
    while position < end {
      tick += try variableLength()
      let first = try byte()
      let message: MIDIMessage
      switch first {
      case 0xFF:
        message = try meta()
      case 0xF0, 0xF7:
        message = .systemExclusive(try data(try variableLength()), isContinued: first == 0xF7)
      case 0x80..<0xF0:
        runningStatus = first
        message = try channelMessage(first, try dataByte())
      case 0..<0x80:
        guard let status = runningStatus else { throw failure("a data byte \(first) has no status before it") }
        message = try channelMessage(status, first)
      default: throw failure("status byte \(first) does not belong in a file")
      }
      guard position <= end else { throw failure("an event reaches \(position - end) bytes beyond its track's end") }
      events.append(MIDIFile.Event(tick: tick, message))
      if message == .endOfTrack { break }
    }
    return events
  }

  private mutating func dataByte() throws -> UInt8 {
    let value = try byte()
    guard value < 0x80 else { throw failure("a data byte is \(value), more than 127") }
    return value
  }

  private mutating func channelMessage(_ status: UInt8, _ first: UInt8) throws -> MIDIMessage {
    let second = MIDIMessage.dataLength(status: status) == 2 ? try dataByte() : 0
    guard let message = MIDIMessage(status: status, first: first, second: second) else {
      throw failure("status byte \(status) is not a channel message")
    }
    return message
  }

  private mutating func meta() throws -> MIDIMessage {
    let kind = try byte()
    let content = try data(try variableLength())
    switch kind {
    case 0x2F: return .endOfTrack
    case 0x51:
      guard content.count == 3 else { throw failure("a tempo has \(content.count) bytes, not 3") }
      let microseconds = content.reduce(0) { $0 << 8 | Int($1) }
      guard microseconds > 0 else { throw failure("a tempo is 0 microseconds per quarter note") }
      return .tempo(microsecondsPerQuarter: microseconds)
    case 0x01...0x07:
      // Old files are seldom UTF-8: what is not goes through unchanged as bytes.
      guard let text = String(validating: content, as: UTF8.self) else { return .meta(kind: kind, content) }
      return .text(kind: kind, text)
    default: return .meta(kind: kind, content)
    }
  }
}
