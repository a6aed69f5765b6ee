/// A container of named chunks, one of which contains the samples: WAV, RF64, AIFF, Wave64, Core Audio.
///
/// A chunk of samples that reaches beyond the file was cut. One that ends before anything that is a chunk is too short:
/// samples that no chunk claims would be lost.
struct ChunkedContainer {
  /// The first four bytes of the file.
  var outerName: String
  /// Bytes before the first chunk.
  var headerLength: Int
  /// Bytes of a chunk's name, of which the first four are looked at.
  var nameLength = 4
  /// Bytes of a chunk's length.
  var sizeLength = 4
  var isLittleEndian: Bool
  /// True if the length counts the chunk's own name and length.
  var sizeIncludesHead = false
  /// Chunks begin at multiples of this.
  var alignment = 2
  /// The chunk of samples.
  var dataName: String
  /// Values that mean an unknown length, as in a stream. libsndfile finds the samples after them.
  var unknownSizes: Set<Int> = []
  /// The data's length if it is given elsewhere, as in RF64.
  var dataSize: Int?
  /// The end of the outermost chunk, if known.
  var declaredEnd: Int?

  /// RIFF, RIFX or RF64 by the file's first bytes.
  static func wave(_ bytes: AudioBytes) -> ChunkedContainer? {
    guard let name = bytes.name(at: 0) else { return nil }
    let isLittleEndian = name != "RIFX"
    var container = ChunkedContainer(
      outerName: name, headerLength: 12, isLittleEndian: isLittleEndian, dataName: "data")
    container.unknownSizes = [0xFFFF_FFFF, 0x7FFF_FFFF, 0x7FFF_F000, 0xFFFF_F000]
    if name == "RF64" || name == "BW64" {
      container.dataSize = bytes.name(at: 12) == "ds64" ? bytes.integer(at: 28, bytes: 8, isLittleEndian: true) : nil
    } else {
      container.declaredEnd = bytes.integer(at: 4, bytes: 4, isLittleEndian: isLittleEndian).map { $0 + 8 }
    }
    return container
  }

  static let aiff = ChunkedContainer(
    outerName: "FORM", headerLength: 12, isLittleEndian: false, dataName: "SSND")
  static let wave64 = ChunkedContainer(
    outerName: "riff", headerLength: 40, nameLength: 16, sizeLength: 8, isLittleEndian: true, sizeIncludesHead: true,
    alignment: 8,
    dataName: "data")
  static let coreAudio = ChunkedContainer(
    outerName: "caff", headerLength: 8, sizeLength: 8, isLittleEndian: false, alignment: 1, dataName: "data")

  /// - Parameter frames: number of frames that libsndfile finds between the data's start and the file's end.
  func damage(in bytes: AudioBytes, frames: Int?) -> AudioDamage? {
    guard bytes.name(at: 0) == outerName else { return nil }
    var position = headerLength
    let head = nameLength + sizeLength
    var announced: Int?
    while position + head <= bytes.count {
      // libsndfile finds its way through what is not a chunk.
      guard let name = bytes.name(at: position) else { return nil }
      let start = position + head
      let told = bytes.integer(at: position + nameLength, bytes: sizeLength, isLittleEndian: isLittleEndian)
      if name == dataName {
        return dataDamage(in: bytes, start: start, told: told, frames: frames)
          ?? countDamage(announced: announced, frames: frames, byteOffset: start)
      }
      // AIFF tells the number of frames once more.
      if name == "COMM", outerName == "FORM" { announced = bytes.integer(at: start + 2, bytes: 4) }
      guard let size = told.map({ sizeIncludesHead ? $0 - head : $0 }), size >= 0, size <= bytes.count - start else {
        return AudioDamage(frame: 0, byteOffset: position, reason: "its chunk “\(name)” reaches beyond the file's end")
      }
      position = next(after: start + size, in: bytes)
    }
    return AudioDamage(frame: 0, byteOffset: bytes.count, reason: "it ends before its samples begin")
  }

  private func countDamage(announced: Int?, frames: Int?, byteOffset: Int) -> AudioDamage? {
    guard let announced, let frames, announced > frames else { return nil }
    return AudioDamage(
      frame: frames, byteOffset: byteOffset,
      reason: "its header announces \(announced) frames, but there are \(frames)")
  }

  private func dataDamage(in bytes: AudioBytes, start: Int, told: Int?, frames: Int?) -> AudioDamage? {
    if told == 0, frames == 0, bytes.count > start, bytes.name(at: start) == nil {
      return AudioDamage(
        frame: 0, byteOffset: start,
        reason: "its header announces no samples, but \(bytes.count - start) bytes follow")
    }
    // The largest 64-bit number, which exceeds `Int`, means an unknown length.
    guard let told, told > 0, !unknownSizes.contains(told) || dataSize != nil else { return nil }
    let size = dataSize.map { told == 0xFFFF_FFFF ? $0 : told } ?? (sizeIncludesHead ? told - nameLength - 8 : told)
    let available = bytes.count - start
    guard size <= available else {
      return AudioDamage(
        frame: frames, byteOffset: bytes.count,
        reason: "its header announces \(size) bytes of samples, but \(available) follow")
    }
    let end = start + max(0, size)
    let following = next(after: end, in: bytes)
    let last = min(bytes.count, declaredEnd ?? bytes.count)
    // Less than a chunk's name and length is padding; bytes beyond the outermost chunk belong to somebody else.
    guard last - following >= nameLength + sizeLength, bytes.name(at: following) == nil,
      !(declaredEnd == nil && bytes.isZero(from: following, to: last))
    else { return nil }
    return AudioDamage(
      frame: frames, byteOffset: following,
      reason: "its header announces \(size) bytes of samples, but \(last - end) more follow that are not a chunk")
  }

  /// The start of the next chunk; some programs forget to pad a chunk of odd length.
  private func next(after end: Int, in bytes: AudioBytes) -> Int {
    let aligned = (end + alignment - 1) / alignment * alignment
    return aligned != end && bytes.name(at: aligned) == nil && bytes.name(at: end) != nil ? end : aligned
  }

  /// AU has one header and then samples, no chunks.
  static func sunDamage(in bytes: AudioBytes, frames: Int?) -> AudioDamage? {
    let isLittleEndian = bytes.name(at: 0) == "dns."
    guard let start = bytes.integer(at: 4, bytes: 4, isLittleEndian: isLittleEndian),
      let size = bytes.integer(at: 8, bytes: 4, isLittleEndian: isLittleEndian), size != 0xFFFF_FFFF, size > 0
    else { return nil }
    let available = max(0, bytes.count - start)
    guard size != available else { return nil }
    return AudioDamage(
      frame: frames, byteOffset: min(bytes.count, start + size),
      reason: "its header announces \(size) bytes of samples, but \(available) follow")
  }
}
