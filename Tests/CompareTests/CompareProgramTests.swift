import Foundation
import Images
import NotebookKit
import Signal
import TestSupport
import Testing

/// `etude-compare` as `etude verify` calls it.
@Suite("The program etude-compare")
struct CompareProgramTests {
  private let program = MediaProgram(Program.builtPrograms.appending(path: "etude-compare"))

  // MARK: Pictures

  /// A dark disc on white whose edge is antialiased, its centre at a fraction of a pixel.
  private func disc(x: Double, side: Int = 48) -> Image {
    var pixels: [UInt8] = []
    for row in 0..<side {
      for column in 0..<side {
        let distance = hypot(Double(column) + 0.5 - x, Double(row) + 0.5 - Double(side) / 2)
        let cover = min(1, max(0, Double(side) / 4 + 0.5 - distance))
        pixels += [UInt8(255 - 225 * cover), UInt8(255 - 200 * cover), UInt8(255 - 120 * cover)]
      }
    }
    return Image(width: side, height: side, channels: 3, pixels: pixels)
  }

  private func compare(_ old: Image, _ new: Image, isTolerant: Bool = false) throws -> MediaAnswer {
    try program.compare(old.pngData(), new.pngData(filter: .adaptive), as: .picture, isTolerant: isTolerant)
  }

  @Test("Images of the same pixels agree, however they are compressed")
  func samePixels() throws {
    let answer = try compare(disc(x: 24), disc(x: 24))
    #expect(answer == MediaAnswer(agrees: true, summary: "every pixel is the same"))
  }

  @Test("A pixel that changes by one level is found, and shown in red")
  func onePixel() throws {
    let old = disc(x: 24)
    var new = old
    new.pixels[(10 * 48 + 30) * 3 + 1] -= 1
    let answer = try compare(old, new)
    #expect(!answer.agrees)
    #expect(answer.summary == "1 of 2,304 pixels differ, by up to 1 of 255 levels, first at column 31, row 11")
    let shown = try Image(data: #require(answer.difference))
    let red = (0..<48 * 48).filter { Array(shown.pixels[3 * $0..<3 * $0 + 3]) == [214, 0, 36] }
    #expect(red == [10 * 48 + 30])
  }

  @Test("With a tolerance, an edge may move by a fraction of a pixel")
  func antialiasing() throws {
    let answer = try compare(disc(x: 24), disc(x: 24.4), isTolerant: true)
    #expect(answer.agrees)
    #expect(answer.summary.hasSuffix("pixels differ only by antialiasing"))
    #expect(try !compare(disc(x: 24), disc(x: 24.4)).agrees)
  }

  @Test("With a tolerance, an edge that moves by pixels, a pixel that appears alone, and another colour are found")
  func beyondTheTolerance() throws {
    let old = disc(x: 24)
    #expect(try !compare(old, disc(x: 27), isTolerant: true).agrees)
    var dot = old
    for channel in 0..<3 { dot.pixels[(3 * 48 + 3) * 3 + channel] = 0 }
    #expect(try !compare(old, dot, isTolerant: true).agrees)
    #expect(try !compare(dot, old, isTolerant: true).agrees)
    var colored = old
    for pixel in 0..<48 * 48 where old.pixels[3 * pixel] < 60 { colored.pixels[3 * pixel] = 200 }
    #expect(try !compare(old, colored, isTolerant: true).agrees)
  }

  @Test("Images of other sizes differ")
  func sizes() throws {
    let answer = try compare(disc(x: 24), disc(x: 24, side: 40))
    #expect(answer == MediaAnswer(agrees: false, summary: "the size was 48 × 48 pixels, is 40 × 40"))
  }

  @Test("An image that cannot be decoded differs, with the reason")
  func damagedPicture() throws {
    let png = try disc(x: 24).pngData()
    let answer = try program.compare(png, png.prefix(200), as: .picture, isTolerant: true)
    #expect(!answer.agrees)
    #expect(
      answer.summary.hasPrefix("the bytes differ, and the pixels cannot be compared: The image “new” is truncated"))
  }

  /// A GIF of frames of one pixel, each black or white, with a comment.
  private func gif(_ frames: [Bool], comment: String = "") -> Data {
    let header = Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]
    let note = [0x21, 0xFE, UInt8(comment.utf8.count + 1)] + Array(comment.utf8) + [0x2E, 0]
    let images = frames.flatMap { isWhite -> [UInt8] in
      [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, isWhite ? 0x4C : 0x44, 1, 0]
    }
    return Data(header + note + images + [0x3B])
  }

  @Test("A still GIF is compared by its pixels")
  func stillGIF() throws {
    let answer = try program.compare(gif([true]), gif([true], comment: "x"), as: .picture, isTolerant: false)
    #expect(answer == MediaAnswer(agrees: true, summary: "every pixel is the same"))
    #expect(try !program.compare(gif([true]), gif([false]), as: .picture, isTolerant: true).agrees)
  }

  @Test("An animation whose first frame stays and whose second one changes differs")
  func animation() throws {
    for isTolerant in [false, true] {
      let answer = try program.compare(
        gif([false, false]), gif([false, true]), as: .picture, isTolerant: isTolerant)
      #expect(!answer.agrees)
      #expect(answer.summary == "the bytes differ, and only the first of 2 images could be compared")
    }
    let answer = try program.compare(gif([true]), gif([true, true]), as: .picture, isTolerant: false)
    #expect(answer == MediaAnswer(agrees: false, summary: "the number of images in the file was 1, is 2"))
  }

  @Test("Pages of a TIFF, and frames of a PNG and a WebP, are counted")
  func otherAnimations() throws {
    let png = try disc(x: 24).pngData()
    let control = [0, 0, 0, 8] + Array("acTL".utf8) + [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]
    let page = [UInt8](repeating: 0, count: 2)
    let files: [[UInt8]] = [
      png.prefix(33) + control + png.dropFirst(33),
      [0x49, 0x49, 42, 0, 8, 0, 0, 0] + page + [14, 0, 0, 0] + page + [0, 0, 0, 0],
      [0x4D, 0x4D, 0, 42, 0, 0, 0, 8] + page + [0, 0, 0, 14] + page + [0, 0, 0, 0],
      Array("RIFF\u{18}\0\0\0WEBP".utf8) + Array("ANMF\u{2}\0\0\0ab".utf8) + Array("ANMF\u{1}\0\0\0a\0".utf8),
    ]
    for file in files {
      let answer = try program.compare(Data(file), Data(file + [0]), as: .picture, isTolerant: true)
      #expect(answer.summary == "the bytes differ, and only the first of 2 images could be compared")
    }
  }

  // MARK: Sounds

  private func sine(_ count: Int = 4000, channels: Int = 1, change: (inout [Float]) -> Void = { _ in }) throws -> Data {
    var samples = (0..<count).map { sin(Float($0) / 20) / 2 }
    change(&samples)
    let sound = try Waveform(channels: (0..<channels).map { _ in samples }, sampleRate: 8000)
    return try sound.fileContent(encoding: .float32)
  }

  private func compare(_ old: Data, _ new: Data, isTolerant: Bool = false) throws -> MediaAnswer {
    try program.compare(old, new, as: .sound, isTolerant: isTolerant)
  }

  @Test("A sample that changes by little is found, and heard in the difference")
  func oneSample() throws {
    let answer = try compare(sine(), sine { $0[2000] += 0.0005 })
    #expect(!answer.agrees)
    #expect(answer.summary == "1 of 4,000 samples differ, by up to 0.0005 of full scale, at 0.250 s")
    let difference = try Waveform(fileContent: [UInt8](#require(answer.difference)), sampleRate: nil)
    #expect(difference.samples.indices.filter { difference.samples[$0] != 0 } == [2000])
  }

  @Test("With a tolerance, samples may differ by a thousandth of full scale")
  func soundTolerance() throws {
    let answer = try compare(sine(), sine { $0[2000] += 0.0005 }, isTolerant: true)
    #expect(answer == MediaAnswer(agrees: true, summary: "no sample differs by more than 0.0005 of full scale"))
    #expect(try !compare(sine(), sine { $0[2000] += 0.002 }, isTolerant: true).agrees)
  }

  @Test("Another length, another count of channels and a sound that cannot be decoded differ")
  func otherSounds() throws {
    #expect(
      try compare(sine(), sine(3999)).summary == "the sound was 4,000 samples long, is 3,999")
    #expect(
      try compare(sine(), sine(channels: 2)).summary
        == "the sound was 1 channel at 8000 Hz, is 2 channels at 8000 Hz")
    let answer = try compare(sine(), Data("no sound".utf8), isTolerant: true)
    #expect(!answer.agrees && answer.summary.hasPrefix("the bytes differ, and the samples cannot be compared: "))
  }

  @Test("A program that is missing is an error with what to do")
  func missingProgram() throws {
    let missing = MediaProgram(URL(filePath: "/nowhere/etude-compare"))
    #expect {
      try missing.compare(Data(), Data(), as: .picture, isTolerant: false)
    } throws: { error in
      let text = "\(error)"
      return text.hasPrefix("/nowhere/etude-compare: Images and sounds cannot be compared: ")
        && text.hasSuffix(" Build or install Etude again.")
    }
  }
}
