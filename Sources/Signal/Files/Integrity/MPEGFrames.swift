/// The frames of an MPEG audio file, which follow one another without a gap, between tags.
///
/// mpg123 resynchronises after a damaged frame header, and skips what it cannot read. A file whose last frame is
/// cut short is common and is read as far as it goes.
enum MPEGFrames {
  /// The first position that is neither a frame nor a tag, or a number of frames that differs from the file's header.
  ///
  /// - Parameter decodable: number of samples per channel according to mpg123.
  static func damage(in bytes: AudioBytes, frames decodable: Int?) -> AudioDamage? {
    var position = MPEGTags.end(ofLeading: bytes)
    guard let first = MPEGFrame(bytes, at: position) else { return nil }
    let header = XingHeader(bytes, first, at: position)
    if header != nil { position += first.length }
    var counted = 0
    func failure(_ reason: String) -> AudioDamage {
      // A frame draws on the bits of those before it, and the decoder starts late: two frames are not trusted.
      let trusted = min(counted, header?.frameCount ?? .max) - 2
      return AudioDamage(frame: max(0, trusted * first.sampleCount), byteOffset: position, reason: reason)
    }
    while position < bytes.count {
      if let frame = MPEGFrame(bytes, at: position), frame.isLike(first) {
        counted += 1
        position += frame.length
      } else if let end = MPEGTags.end(of: bytes, at: position) {
        position = end
      } else if bytes.count - position < 4, bytes.read(at: position, count: 1).first == 0xFF {
        counted += 1
        position = bytes.count
      } else if bytes.isZero(from: position, to: bytes.count) || counted == header?.frameCount {
        break
      } else {
        return failure("what follows MPEG frame \(counted) is not one")
      }
    }
    position = min(position, bytes.count)
    if let header, counted != header.frameCount {
      return failure("its header announces \(header.frameCount) MPEG frames, but there are \(counted)")
    }
    // mpg123 overlooks a header that is not as it expects, and then has another idea of the length.
    let expected = counted * first.sampleCount - (header?.trimmedSamples ?? 0)
    guard let decodable, decodable < expected - 2 * first.sampleCount else { return nil }
    return AudioDamage(
      frame: 0, byteOffset: position, reason: "its frames hold \(expected) samples, but \(decodable) are decoded")
  }

  /// True if the file ends within its last frame.
  static func endsWithinFrame(_ bytes: AudioBytes) -> Bool {
    var position = MPEGTags.end(ofLeading: bytes)
    while let frame = MPEGFrame(bytes, at: position) { position += frame.length }
    return position > bytes.count || (position < bytes.count && bytes.count - position < 4)
  }
}

/// The Xing or Info header, which is a separate frame without sound.
struct XingHeader {
  /// Number of frames.
  let frameCount: Int
  /// Samples that the encoder added at both ends and the decoder removes.
  let trimmedSamples: Int

  /// Reads a header that tells the number of frames.
  init?(_ bytes: AudioBytes, _ frame: MPEGFrame, at position: Int) {
    let start = position + 4 + frame.sideLength
    guard let name = bytes.name(at: start), name == "Xing" || name == "Info",
      let flags = bytes.integer(at: start + 4, bytes: 4), flags & 1 != 0,
      let count = bytes.integer(at: start + 8, bytes: 4)
    else { return nil }
    frameCount = count
    // The encoder's name, 17 bytes, then twelve bits of delay and twelve of padding.
    let isExtended = ["LAME", "Lavf", "Lavc"].contains(bytes.name(at: start + 120))
    let trim = isExtended ? bytes.integer(at: start + 141, bytes: 3) ?? 0 : 2 * 0xFFF
    trimmedSamples = isExtended ? (trim >> 12) + (trim & 0xFFF) : trim
  }
}

/// The header of one MPEG frame of layer I, II or III.
struct MPEGFrame {
  /// Bytes of the frame with its header.
  let length: Int
  /// Samples of each channel.
  let sampleCount: Int
  /// Bytes of side information, after which a Xing header stands.
  let sideLength: Int
  private let kind: UInt8
  private let rateIndex: Int

  init?(_ bytes: AudioBytes, at position: Int) {
    let head = Array(bytes.read(at: position, count: 4))
    guard head.count == 4, head[0] == 0xFF, head[1] & 0xE0 == 0xE0 else { return nil }
    let version = Int(head[1] >> 3 & 3)
    let layer = 4 - Int(head[1] >> 1 & 3)
    let bitIndex = Int(head[2] >> 4)
    rateIndex = Int(head[2] >> 2 & 3)
    guard version != 1, layer < 4, (1...14).contains(bitIndex), rateIndex < 3 else { return nil }
    let isFull = version == 3
    let rate = [44100, 48000, 32000][rateIndex] / (version == 3 ? 1 : version == 2 ? 2 : 4)
    let table = isFull ? layer - 1 : layer == 1 ? 3 : 4
    let bits = Self.kilobits[table][bitIndex - 1] * 1000
    let padding = Int(head[2] >> 1 & 1)
    sampleCount = layer == 1 ? 384 : layer == 3 && !isFull ? 576 : 1152
    length = layer == 1 ? (12 * bits / rate + padding) * 4 : sampleCount / 8 * bits / rate + padding
    let isMono = head[3] >> 6 == 3
    sideLength = isFull ? (isMono ? 17 : 32) : (isMono ? 9 : 17)
    kind = head[1] & 0xFE
  }

  /// True if both belong to one stream: version, layer and rate stay.
  func isLike(_ other: MPEGFrame) -> Bool { kind == other.kind && rateIndex == other.rateIndex }

  /// Kilobits per second of MPEG 1's layers I to III, then of MPEG 2's layer I and its layers II and III.
  private static let kilobits = [
    [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ]
}

/// Non-audio data that may be before, between and after frames.
enum MPEGTags {
  /// The possible start of the first frame, after ID3 tags and padding.
  static func end(ofLeading bytes: AudioBytes) -> Int {
    var position = 0
    while let end = end(of: bytes, at: position), end > position, end < bytes.count { position = end }
    while position < bytes.count, bytes.read(at: position, count: 1).first == 0 { position += 1 }
    return position
  }

  /// The end of the tag at `position`; nil if there is none.
  static func end(of bytes: AudioBytes, at position: Int) -> Int? {
    let head = Array(bytes.read(at: position, count: 32))
    if head.count >= 10, head.starts(with: "ID3".utf8), head[6...9].allSatisfy({ $0 < 0x80 }) {
      let footer = head[5] & 0x10 != 0 ? 10 : 0
      return min(bytes.count, position + 10 + footer + head[6...9].reduce(0) { $0 << 7 | Int($1) })
    }
    if head.starts(with: "APETAGEX".utf8), head.count == 32 {
      let size = head[12..<16].reversed().reduce(0) { $0 << 8 | Int($1) }
      // The size counts the footer of 32 bytes; a smaller one is damage, and would lead nowhere.
      guard size >= 32 else { return nil }
      return min(bytes.count, position + size + (head[23] & 0x20 != 0 ? 32 : 0))
    }
    // These are at the end of a file only.
    return ["TAG", "LYRICSBEGIN", "3DI"].contains { head.starts(with: $0.utf8) } ? bytes.count : nil
  }
}
