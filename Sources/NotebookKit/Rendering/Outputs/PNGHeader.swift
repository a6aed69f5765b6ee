import Foundation

/// The size at which a PNG should be shown.
struct PNGHeader: Equatable {
  /// In CSS pixels (1/96 inch): the image's own pixels, divided by its density if it states one.
  var width: Int
  var height: Int

  /// Nil for bytes that are not a PNG.
  init?(_ data: Data) {
    let bytes = [UInt8](data.prefix(4096))
    guard bytes.count >= 33, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { return nil }
    func number(_ offset: Int) -> Int { bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } }
    var scale = 1.0
    var offset = 8
    while offset + 12 <= bytes.count {
      let length = number(offset)
      let type = bytes[(offset + 4)..<(offset + 8)]
      if type.elementsEqual("IDAT".utf8) { break }
      if type.elementsEqual("pHYs".utf8), offset + 17 <= bytes.count, bytes[offset + 16] == 1 {
        // 96 dots per inch are 3780 per metre.
        scale = max(1, Double(number(offset + 8)) / 3780)
      }
      offset += 12 + length
    }
    guard number(16) > 0, number(20) > 0 else { return nil }
    width = max(1, Int((Double(number(16)) / scale).rounded()))
    height = max(1, Int((Double(number(20)) / scale).rounded()))
  }
}
