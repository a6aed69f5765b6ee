/// The pages of an Ogg file, each with its number and a checksum (RFC 3533).
///
/// libogg silently leaves out a damaged page, and later sound then comes too early.
enum OggPages {
  /// The first page that is damaged, missing or cut off, or an end without a last page.
  ///
  /// The frame of the damage is the granule position of the last complete page, if there is only one stream; otherwise
  /// no frame can be trusted.
  static func damage(in bytes: AudioBytes) -> AudioDamage? {
    var position = MPEGTags.end(of: bytes, at: 0) ?? 0
    var streams: [Int: Stream] = [:]
    func failure(_ reason: String) -> AudioDamage {
      AudioDamage(
        frame: streams.count == 1 ? streams.values.first?.frame ?? 0 : 0, byteOffset: position, reason: reason)
    }
    while position < bytes.count {
      guard let page = Page(bytes, at: position) else {
        // Data after the last pages, such as a tag, is ignored.
        if !streams.isEmpty, streams.values.allSatisfy(\.isEnded), !hasPage(bytes, after: position) { return nil }
        return failure("a page of its stream is damaged or cut off")
      }
      var stream = streams[page.serial] ?? Stream()
      if streams[page.serial] != nil, page.number != stream.nextNumber {
        return failure("pages of its stream are missing before page \(page.number)")
      }
      if streams[page.serial] == nil, !page.isFirst { return failure("the first page of its stream is missing") }
      stream.take(page, bytes)
      streams[page.serial] = stream
      position = page.end
    }
    if let open = streams.values.first(where: { !$0.isEnded }) {
      return AudioDamage(
        frame: streams.count == 1 ? open.frame : 0, byteOffset: bytes.count,
        reason: "it ends after page \(open.nextNumber - 1), which is not the last of its stream")
    }
    return nil
  }

  private static func hasPage(_ bytes: AudioBytes, after start: Int) -> Bool {
    (start..<max(start, bytes.count - 3)).contains { bytes.read(at: $0, count: 4).elementsEqual("OggS".utf8) }
  }

  /// The state of one stream up to a page.
  private struct Stream {
    var nextNumber = 0
    var isEnded = false
    /// Frames that the pages so far complete, in the stream's own rate.
    var frame = 0
    private var granulesPerFrame = 1.0
    private var preskip = 0

    mutating func take(_ page: Page, _ bytes: AudioBytes) {
      nextNumber = page.number + 1
      isEnded = isEnded || page.isLast
      if page.isFirst, bytes.read(at: page.content, count: 8).elementsEqual("OpusHead".utf8) {
        preskip = bytes.integer(at: page.content + 10, bytes: 2, isLittleEndian: true) ?? 0
        // Opus counts at 48 000 Hz; libsndfile decodes at the rate that the header names, if it is one of Opus's.
        let rate = bytes.integer(at: page.content + 12, bytes: 4, isLittleEndian: true) ?? 48000
        granulesPerFrame = [8000, 12000, 16000, 24000].contains(rate) ? 48000 / Double(rate) : 1
      }
      // A damaged position may be beyond what an `Int` counts once it is a `Double`.
      if page.granule >= 0 { frame = Int(min(Double(max(0, page.granule - preskip)) / granulesPerFrame, 0x1p53)) }
    }
  }

  /// One page whose checksum is right.
  private struct Page {
    let isFirst: Bool
    let isLast: Bool
    let granule: Int
    let serial: Int
    let number: Int
    /// The start of its content.
    let content: Int
    let end: Int

    init?(_ bytes: AudioBytes, at position: Int) {
      let head = Array(bytes.read(at: position, count: 27))
      guard head.count == 27, head.starts(with: "OggS".utf8), head[4] == 0 else { return nil }
      let segments = bytes.read(at: position + 27, count: Int(head[26]))
      let length = 27 + Int(head[26]) + segments.reduce(0) { $0 + Int($1) }
      let whole = bytes.read(at: position, count: length)
      guard segments.count == Int(head[26]), whole.count == length else { return nil }
      func number(_ range: Range<Int>) -> UInt64 { head[range].reversed().reduce(0) { $0 << 8 | UInt64($1) } }
      guard OggPages.checkSum(whole) == UInt32(number(22..<26)) else { return nil }
      isFirst = head[5] & 2 != 0
      isLast = head[5] & 4 != 0
      granule = Int(Int64(bitPattern: number(6..<14)))
      serial = Int(number(14..<18))
      self.number = Int(number(18..<22))
      content = position + 27 + Int(head[26])
      end = position + length
    }
  }

  /// The CRC of a page, whose own four bytes count as zeros: polynomial 0x04C11DB7, from the top, no complement.
  private static func checkSum(_ page: ArraySlice<UInt8>) -> UInt32 {
    var sum: UInt32 = 0
    for (index, byte) in page.enumerated() {
      let value = (22..<26).contains(index) ? 0 : byte
      sum = sum << 8 ^ table[Int(UInt8(truncatingIfNeeded: sum >> 24) ^ value)]
    }
    return sum
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index) << 24) { sum, _ in sum & 0x8000_0000 != 0 ? sum << 1 ^ 0x04C1_1DB7 : sum << 1 }
  }
}
