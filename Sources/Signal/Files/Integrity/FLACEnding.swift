/// The last frame of a FLAC file, which says where the sound ends (RFC 9639, section 9).
///
/// libFLAC finds damaged frames by their checksums. Only the last frame shows whether all frames of a header with
/// unknown length follow, and whether a header gives too few.
enum FLACEnding {
  /// Damage at the end: no whole last frame, or one beyond the length that the header tells.
  static func damage(in bytes: AudioBytes, frames: Int?) -> AudioDamage? {
    guard bytes.name(at: 0) == "fLaC", let blocks = bytes.integer(at: 8, bytes: 4) else { return nil }
    var end = bytes.count
    if bytes.read(at: end - 128, count: 3).elementsEqual("TAG".utf8) { end -= 128 }
    // The sizes that the header tells: a frame is at most the samples as they are, and a little.
    let blockSize = max(blocks & 0xFFFF, 16)
    let longest = min(end - metadataEnd(bytes), blockSize * 8 * 4 + (1 << 16))
    guard longest > 0 else { return nil }
    let tail = Array(bytes.read(at: end - longest, count: longest))
    for start in stride(from: tail.count - 8, through: 0, by: -1) where tail[start] == 0xFF {
      guard let last = FLACFrameHeader(tail[start...], blockSize: blocks >> 16), checkSum(tail[start...]) == 0 else {
        continue
      }
      guard let frames, last.end > frames else { return nil }
      return AudioDamage(
        frame: frames, byteOffset: end - longest + start,
        reason: "its header announces \(frames) frames, but its last block ends at \(last.end)")
    }
    return AudioDamage(frame: nil, byteOffset: end, reason: "its last block is damaged or cut off")
  }

  /// The start of the first frame, after the metadata blocks.
  private static func metadataEnd(_ bytes: AudioBytes) -> Int {
    var position = 4
    while let head = bytes.integer(at: position, bytes: 4) {
      position += 4 + (head & 0xFF_FFFF)
      if head & 0x8000_0000 != 0 { break }
    }
    return position
  }

  /// The CRC-16 of a frame together with its own, which is 0 for a whole frame: polynomial 0x8005.
  private static func checkSum(_ bytes: ArraySlice<UInt8>) -> UInt16 {
    bytes.reduce(0) { $0 << 8 ^ table[Int(UInt8(truncatingIfNeeded: $0 >> 8) ^ $1)] }
  }

  private static let table: [UInt16] = (0..<256).map { index in
    (0..<8).reduce(UInt16(index) << 8) { sum, _ in sum & 0x8000 != 0 ? sum << 1 ^ 0x8005 : sum << 1 }
  }
}

/// The header of one FLAC frame.
struct FLACFrameHeader {
  /// The number of the frame's first sample that follows it: its start and its size.
  let end: Int

  /// Reads a header whose own checksum is right.
  ///
  /// - Parameter blockSize: samples of every frame but the last, where frames are numbered.
  init?(_ bytes: ArraySlice<UInt8>, blockSize: Int) {
    let head = Array(bytes.prefix(16))
    guard head.count >= 6, head[0] == 0xFF, head[1] & 0xFE == 0xF8 else { return nil }
    var position = 5
    var number = Int(head[4])
    if number >= 0x80 {
      let ones = (~head[4]).leadingZeroBitCount
      guard (2...7).contains(ones), head.count > 4 + ones else { return nil }
      number &= 0x7F >> ones
      for byte in head[5..<4 + ones] { number = number << 6 | Int(byte & 0x3F) }
      position = 4 + ones
    }
    let size: Int
    switch head[2] >> 4 {
    case 1: size = 192
    case let code where (2...5).contains(code): size = 576 << Int(code - 2)
    case 6:
      guard head.count > position else { return nil }
      size = Int(head[position]) + 1
      position += 1
    case 7:
      guard head.count > position + 1 else { return nil }
      size = (Int(head[position]) << 8 | Int(head[position + 1])) + 1
      position += 2
    case let code where code >= 8: size = 256 << Int(code - 8)
    default: return nil
    }
    position += [12: 1, 13: 2, 14: 2][head[2] & 0xF] ?? 0
    guard head.count > position, Self.checkSum(head[...position]) == 0 else { return nil }
    end = (head[1] & 1 != 0 ? number : number * blockSize) + size
  }

  /// The CRC-8 of the header together with its own: polynomial 0x07.
  private static func checkSum(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    bytes.reduce(0) { sum, byte in (0..<8).reduce(sum ^ byte) { sum, _ in sum & 0x80 != 0 ? sum << 1 ^ 7 : sum << 1 } }
  }
}
