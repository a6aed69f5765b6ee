import Foundation

extension MIDIFile {
  /// The bytes of the file, with running status: a status is left out where it repeats.
  ///
  /// - Throws: `SignalError.invalidParameter` for what MIDI cannot tell, such as a key of 128.
  public var bytes: [UInt8] {
    get throws {
      try requireValidity()
      var bytes: [UInt8] = Array("MThd".utf8) + Self.bigEndian(6, bytes: 4)
      bytes += Self.bigEndian(format, bytes: 2) + Self.bigEndian(tracks.count, bytes: 2) + divisionBytes
      for track in tracks {
        let content = Self.encode(track)
        bytes += Array("MTrk".utf8) + Self.bigEndian(content.count, bytes: 4) + content
      }
      return bytes
    }
  }

  /// Writes the file whole or not at all.
  ///
  /// - Throws: `SignalError.unwritableAudio`, or what `bytes` throws.
  public func write(to url: URL) throws {
    try AudioEncoder.write(Data(bytes), to: url)
  }

  private var divisionBytes: [UInt8] {
    switch division {
    case .ticksPerQuarter(let ticks): Self.bigEndian(ticks, bytes: 2)
    case .timeCode(let framesPerSecond, let ticksPerFrame):
      [UInt8(bitPattern: Int8(clamping: -framesPerSecond)), UInt8(clamping: ticksPerFrame)]
    }
  }

  private static func encode(_ track: [Event]) -> [UInt8] {
    var bytes: [UInt8] = []
    var tick = 0
    var runningStatus: UInt8?
    // Equal ticks keep the order in which they were given.
    let ordered = track.enumerated().sorted { ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset) }
    for event in ordered.map(\.element) where event.message != .endOfTrack {
      bytes += variableLength(event.tick - tick)
      tick = event.tick
      if let message = event.message.channelBytes {
        bytes += message[0] == runningStatus ? Array(message.dropFirst()) : message
        runningStatus = message[0]
      } else {
        bytes += metaBytes(event.message)
        runningStatus = nil
      }
    }
    let end = track.last { $0.message == .endOfTrack }?.tick ?? tick
    return bytes + variableLength(max(end, tick) - tick) + [0xFF, 0x2F, 0]
  }

  private static func metaBytes(_ message: MIDIMessage) -> [UInt8] {
    func meta(_ kind: UInt8, _ data: [UInt8]) -> [UInt8] { [0xFF, kind] + variableLength(data.count) + data }
    switch message {
    case .tempo(let microseconds): return meta(0x51, bigEndian(microseconds, bytes: 3))
    case .text(let kind, let text): return meta(kind, Array(text.utf8))
    case .meta(let kind, let data): return meta(kind, data)
    case .systemExclusive(let data, let isContinued):
      return [isContinued ? 0xF7 : 0xF0] + variableLength(data.count) + data
    default: return []
    }
  }

  /// Seven bits per byte, the highest first; every byte but the last has its top bit set. At most 0x0FFFFFFF.
  static func variableLength(_ value: Int) -> [UInt8] {
    var rest = min(max(0, value), 0x0FFF_FFFF)
    var bytes = [UInt8(rest & 0x7F)]
    while rest > 0x7F {
      rest >>= 7
      bytes.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
    }
    return bytes
  }

  private static func bigEndian(_ value: Int, bytes count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
