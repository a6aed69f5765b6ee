import Files
import Foundation

/// An error of reading or writing an image file.
///
/// ```swift
/// do {
///   _ = try Image(contentsOf: url)
/// } catch let error as ImageError {
///   print(error)
/// }
/// ```
public enum ImageError: UserFacingError, Hashable {
  /// The file cannot be opened or read.
  case unreadable(path: String, reason: String)
  /// The bytes start as no image does.
  case unknownFormat(name: String)
  /// The bytes are an image of a format that is not read.
  case unreadFormat(name: String, format: String)
  /// The file ends before its last pixel.
  case truncated(name: String)
  /// The decoder gave up, for the reason it states.
  case damaged(name: String, reason: String)
  /// More pixels than ``Image/maximumPixelCount``.
  case tooLarge(name: String, width: Int, height: Int)
  /// The encoder gave up, for the reason it states.
  case notEncodable(width: Int, height: Int, reason: String)
  /// The file cannot be written; no partial file is left.
  case unwritable(path: String, reason: String)

  /// The message for users: what is wrong with which value, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "The image “\(path)” cannot be read: \(reason)."
    case .unknownFormat(let name):
      "“\(name)” is not an image: it does not start as a \(Self.formats) file. Convert it, or leave it out."
    case .unreadFormat(let name, let format):
      "“\(name)” is a \(format) image, which is not supported. Convert it to \(Self.formats), or leave it out."
    case .truncated(let name):
      "The image “\(name)” is truncated: the file ends before its pixels do. Copy it again, or leave it out."
    case .damaged(let name, let reason):
      "The image “\(name)” is damaged: \(reason). Copy it again, or leave it out."
    case .tooLarge(let name, let width, let height):
      "The image “\(name)” says that it has \(width) × \(height) pixels, more than the limit of "
        + "\(Image.maximumPixelCount). Make it smaller."
    case .notEncodable(let width, let height, let reason):
      "An image of \(width) × \(height) pixels cannot be encoded as PNG: \(reason)."
    case .unwritable(let path, let reason):
      "The image “\(path)” cannot be written: \(reason). An earlier file is unchanged."
    }
  }

  private static let formats: String = {
    let names = ImageFormat.allCases.map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }()
}
