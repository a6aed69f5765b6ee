import Signal
import Testing

/// A part of a file is that part of the whole file, sample for sample.
@Suite("Parts of sound files")
struct SeekingTests {
  @Test("A part is a slice of the whole", arguments: EncodedSound.allCases, [1, 2])
  func aPartIsASliceOfTheWhole(format: EncodedSound, channels: Int) throws {
    let rate = 8000
    let content = try format.content(frames: 20000, channels: channels, rate: rate)
    let whole = try EncodedSound.read(content)
    #expect(whole.frameCount == 20000)
    for start in [0, 1, 777, 4096, 10001, 15000, 18500, 19000, 19500, 19900, 19990, 19999, 20000, 20001, 90000] {
      for count in [nil, 0, 1, 500, 5000] as [Int?] {
        // The middle of a frame in time, which truncation takes back to the frame.
        let part = try EncodedSound.read(
          content, offset: (Double(start) + 0.5) / Double(rate),
          duration: count.map { (Double($0) + 0.5) / Double(rate) })
        let end = min(20000, count.map { start + $0 } ?? 20000)
        let range = min(start, end)..<end
        let expected = whole.channels.flatMap { $0.samples[range] }
        #expect(part.samples == expected, "\(format) from \(start), \(count.map(String.init) ?? "all")")
      }
    }
  }

  @Test("A part beyond the longest offset is empty") func aPartBeyondTheLongestOffsetIsEmpty() throws {
    for format in EncodedSound.allCases {
      let content = try format.content(frames: 3000)
      #expect(try EncodedSound.read(content, offset: 1e30).frameCount == 0)
    }
  }
}
