import Foundation

/// The shape of a sound, read from a WAV file, as a path that an SVG draws.
struct WaveformOutline: Equatable {
  /// Seconds.
  var duration: Double
  /// The lowest and highest sample of each column, from -1 to 1.
  var columns: [ClosedRange<Double>]

  /// Reads PCM of 8 to 32 bits or floats of 32 and 64, channels averaged; nil for anything else.
  init?(wav data: Data, columnCount: Int = 480) {
    let bytes = [UInt8](data)
    func number(_ offset: Int, _ size: Int) -> Int {
      (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    guard bytes.count > 44, bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WAVE".utf8) else {
      return nil
    }
    var format: (code: Int, channels: Int, rate: Int, bits: Int)?
    var samples: Range<Int>?
    var offset = 12
    while offset + 8 <= bytes.count, samples == nil {
      let name = bytes[offset..<(offset + 4)]
      let size = number(offset + 4, 4)
      let start = offset + 8
      if name.elementsEqual("fmt ".utf8), size >= 16, start + size <= bytes.count {
        let code = number(start, 2)
        format = (
          code == 0xFFFE && size >= 26 ? number(start + 24, 2) : code, number(start + 2, 2), number(start + 4, 4),
          number(start + 14, 2)
        )
      } else if name.elementsEqual("data".utf8) {
        samples = start..<min(start + size, bytes.count)
      }
      offset = start + size + size % 2
    }
    guard let format, let samples, format.channels > 0, format.rate > 0 else { return nil }
    let width = format.bits / 8
    let isFloat = format.code == 3
    guard isFloat ? [4, 8].contains(width) : format.code == 1 && (1...4).contains(width) else { return nil }
    let frames = samples.count / (width * format.channels)
    guard frames > 0 else { return nil }

    func sample(_ place: Int) -> Double {
      if isFloat {
        return width == 4
          ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: number(place, 4))))
          : Double(bitPattern: UInt64(truncatingIfNeeded: number(place, 8)))
      }
      if width == 1 { return (Double(bytes[place]) - 128) / 128 }
      let shift = 64 - 8 * width
      return Double((number(place, width) << shift) >> shift) / Double(1 << (8 * width - 1))
    }
    duration = Double(frames) / Double(format.rate)
    let count = min(columnCount, frames)
    columns = (0..<count).map { column in
      var low = 1.0
      var high = -1.0
      for frame in (column * frames / count)..<max((column + 1) * frames / count, column * frames / count + 1) {
        let place = samples.lowerBound + frame * width * format.channels
        var sum = 0.0
        for channel in 0..<format.channels { sum += sample(place + channel * width) }
        let value = sum / Double(format.channels)
        guard value.isFinite else { continue }
        low = min(low, value)
        high = max(high, value)
      }
      return low <= high ? max(-1, low)...max(-1, min(1, high)) : 0...0
    }
  }

  /// A closed path in a box of `columns.count` by 100, the highs from left to right and the lows back.
  ///
  /// The loudest sample takes the whole height.
  var path: String {
    let peak = columns.map { max($0.upperBound, -$0.lowerBound) }.max() ?? 0
    // The quotient of two samples is finite, however quiet they are; that of 49 and one need not be.
    func height(_ value: Double) -> Int { peak > 0 ? Int((50 - 49 * (value / peak)).rounded()) : 50 }
    let highs = columns.enumerated().map { "\($0.offset) \(min(height($0.element.upperBound), 49))" }
    let lows = columns.enumerated().reversed().map { "\($0.offset) \(max(height($0.element.lowerBound), 51))" }
    return "M" + (highs + lows).joined(separator: "L") + "Z"
  }
}
