internal import CPNG
import Files
public import Foundation

/// The filter that PNG applies to each row before compression.
///
/// ```swift
/// let small = try photograph.pngData(filter: .adaptive, compressionLevel: 9)
/// ```
public enum PNGFilter: Hashable, Sendable, CaseIterable {
  /// Rows as they are: best and fastest for drawings and charts.
  case none
  /// Differences to the pixel on the left.
  case left
  /// Differences to the pixel above.
  case above
  /// Differences to the Paeth prediction.
  case paeth
  /// The most promising filter for each row: best for photographs.
  case adaptive

  fileprivate var mask: Int32 {
    switch self {
    case .none: Int32(CPNG_FILTER_ALL_NONE)
    case .left: Int32(CPNG_FILTER_SUB_ROW)
    case .above: Int32(CPNG_FILTER_UP_ROW)
    case .paeth: Int32(CPNG_FILTER_PAETH_ROW)
    case .adaptive: Int32(CPNG_FILTER_ADAPTIVE)
    }
  }
}

extension Image {
  /// The image as the bytes of a PNG file; the same image gives the same bytes.
  ///
  /// - Parameters:
  ///   - pixelsPerMeter: the pHYs chunk, for example 5669 for 144 pixels per inch; nil leaves it out.
  ///   - filter: the filter before compression.
  ///   - compressionLevel: zlib's, from 0 (store) to 9 (smallest).
  /// - Throws: ``ImageError/notEncodable(width:height:reason:)`` for an image without pixels or with 2³¹ or more pixels
  ///   per metre, or when memory runs out.
  public func pngData(
    pixelsPerMeter: Int? = nil, filter: PNGFilter = .none, compressionLevel: Int = 6
  ) throws -> Data {
    guard width > 0, height > 0 else {
      throw ImageError.notEncodable(width: width, height: height, reason: "it has no pixels")
    }
    let density = max(pixelsPerMeter ?? 0, 0)
    guard density <= Int32.max else {
      throw ImageError.notEncodable(
        width: width, height: height, reason: "a PNG file holds at most \(Int32.max) pixels per metre, not \(density)")
    }
    var result = cpng_result()
    let status = pixels.withUnsafeBufferPointer { samples in
      cpng_encode(
        samples.baseAddress, UInt32(width), UInt32(height), Int32(channels),
        Int32(min(max(compressionLevel, 0), 9)), filter.mask, UInt32(density), &result)
    }
    defer { cpng_free(&result) }
    guard Int(status) == CPNG_OK, let bytes = result.bytes else {
      throw ImageError.notEncodable(width: width, height: height, reason: message(of: result))
    }
    return Data(bytes: bytes, count: result.length)
  }

  /// Writes a PNG file in one piece: readers see the old file or the new one, never a part.
  ///
  /// - Throws: ``ImageError/unwritable(path:reason:)``, or as ``pngData(pixelsPerMeter:filter:compressionLevel:)``.
  public func write(png url: URL, pixelsPerMeter: Int? = nil, filter: PNGFilter = .none) throws {
    let data = try pngData(pixelsPerMeter: pixelsPerMeter, filter: filter)
    do {
      try AtomicFile.write(data, to: url)
    } catch {
      throw ImageError.unwritable(path: url.path, reason: error.reason)
    }
  }
}
