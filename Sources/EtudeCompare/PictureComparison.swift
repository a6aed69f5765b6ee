import Foundation
import Images
import NotebookKit

/// Two images compared pixel by pixel.
///
/// With a tolerance, a pixel agrees if each of its channels is within ``tolerance`` levels of the range that the pixel
/// and its eight neighbours have in the other image, in both directions. Another rasteriser spreads the ink of an edge
/// otherwise over neighbouring pixels, and moves letters by fractions of one: that stays within the range. A pixel that
/// appears or vanishes alone does not, nor does a colour that changes.
struct PictureComparison {
  /// Outcome of the comparison.
  let answer: MediaAnswer

  /// Levels (of 255) by which another rasteriser's antialiasing may exceed the range of the neighbours.
  static let tolerance = 24

  /// An image that cannot be decoded differs from any other.
  init(_ old: URL, _ new: URL, isTolerant: Bool) throws {
    let images: (old: Image, new: Image)
    let files = (old: try Data(contentsOf: old), new: try Data(contentsOf: new))
    let counts = (old: PictureCount.of(files.old), new: PictureCount.of(files.new))
    // Only the first image of a file is decoded, and a later one may differ.
    guard counts == (1, 1) || files.old == files.new else {
      answer = MediaAnswer(
        agrees: false,
        summary: counts.old == counts.new
          ? "the bytes differ, and only the first of \(counts.old) images could be compared"
          : "the number of images in the file was \(counts.old), is \(counts.new)")
      return
    }
    do {
      images = (try Image(data: files.old, name: "old"), try Image(data: files.new, name: "new"))
    } catch let error as ImageError {
      answer = MediaAnswer(agrees: false, summary: "the bytes differ, and the pixels cannot be compared: \(error)")
      return
    }
    let (before, now) = (images.old.opaque, images.new.opaque)
    guard before.width == now.width, before.height == now.height else {
      answer = MediaAnswer(
        agrees: false,
        summary: "the size was \(before.width) × \(before.height) pixels, is \(now.width) × \(now.height)")
      return
    }
    answer = try Self.compare(before, now, isTolerant: isTolerant)
  }

  private static func compare(_ old: Image, _ new: Image, isTolerant: Bool) throws -> MediaAnswer {
    let (width, height) = (old.width, old.height)
    let (before, now) = (old.pixels, new.pixels)
    var differing: [Int] = []
    var largest = 0
    var changed = 0
    for pixel in 0..<width * height {
      let distance = (0..<3).reduce(0) { max($0, abs(Int(before[3 * pixel + $1]) - Int(now[3 * pixel + $1]))) }
      guard distance > 0 else { continue }
      changed += 1
      if isTolerant, isNear(pixel, before, now, width, height), isNear(pixel, now, before, width, height) { continue }
      differing.append(pixel)
      largest = max(largest, distance)
    }
    let count = grouped(width * height)
    guard let first = differing.first else {
      let summary =
        changed == 0 ? "every pixel is the same" : "\(grouped(changed)) of \(count) pixels differ only by antialiasing"
      return MediaAnswer(agrees: true, summary: summary)
    }
    let words = "\(grouped(differing.count)) of \(count) pixels differ, by up to \(largest) of 255 levels"
    return MediaAnswer(
      agrees: false, summary: "\(words), first at column \(first % width + 1), row \(first / width + 1)",
      difference: try picture(of: differing, in: new))
  }

  /// True if a pixel of one image is within the range of its neighbours in the other.
  private static func isNear(
    _ pixel: Int, _ picture: [UInt8], _ other: [UInt8], _ width: Int, _ height: Int
  ) -> Bool {
    let (row, column) = (pixel / width, pixel % width)
    for channel in 0..<3 {
      var (low, high) = (255, 0)
      for row in max(0, row - 1)...min(height - 1, row + 1) {
        for column in max(0, column - 1)...min(width - 1, column + 1) {
          let level = Int(other[3 * (row * width + column) + channel])
          low = min(low, level)
          high = max(high, level)
        }
      }
      let level = Int(picture[3 * pixel + channel])
      if level < low - tolerance || level > high + tolerance { return false }
    }
    return true
  }

  /// The new image, pale and grey, with the pixels that differ in red.
  private static func picture(of pixels: [Int], in image: Image) throws -> Data {
    var samples = [UInt8](repeating: 0, count: image.width * image.height * 3)
    for pixel in 0..<image.width * image.height {
      let sum = (0..<3).reduce(0) { $0 + Int(image.pixels[3 * pixel + $1]) }
      let level = UInt8(200 + sum / 3 * 55 / 255)
      for channel in 0..<3 { samples[3 * pixel + channel] = level }
    }
    for pixel in pixels { samples.replaceSubrange(3 * pixel..<3 * pixel + 3, with: [214, 0, 36]) }
    return try Image(width: image.width, height: image.height, channels: 3, pixels: samples).pngData(filter: .adaptive)
  }
}

/// A count with thousands separators, as in `12,345`.
func grouped(_ count: Int) -> String {
  var digits = String(count)
  var result = ""
  while digits.count > 3 {
    result = "," + digits.suffix(3) + result
    digits.removeLast(3)
  }
  return digits + result
}

extension Image {
  /// The image on a white background, as on pages, in RGB.
  fileprivate var opaque: Image {
    guard channels == 4 else { return rgb }
    var samples: [UInt8] = []
    samples.reserveCapacity(width * height * 3)
    for pixel in 0..<width * height {
      let alpha = Int(pixels[4 * pixel + 3])
      for channel in 0..<3 {
        samples.append(UInt8((Int(pixels[4 * pixel + channel]) * alpha + 255 * (255 - alpha) + 127) / 255))
      }
    }
    return Image(width: width, height: height, channels: 3, pixels: samples)
  }
}
