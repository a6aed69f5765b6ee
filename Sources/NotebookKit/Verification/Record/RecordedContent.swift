import Display
import Files
import Foundation

/// The content of one format of a value.
///
/// Text is in the record itself, where a difference can be read; images and sounds are files beside it, which review
/// tools show. Content larger than ``largestKept`` is stored as a hash.
package enum RecordedContent: Equatable, Sendable {
  case text(String)
  case bytes(Data)
  /// SHA-256 in hexadecimal and the count of bytes.
  case hash(String, count: Int)

  /// Bytes of one format that are kept; a repository should not grow by more with each change of an output.
  package static let largestKept = 256 << 10

  /// The content of a format, whole.
  package init(_ data: Data, type: MIMEType) {
    self = type.isText ? .text(String(decoding: data, as: UTF8.self)) : .bytes(data)
  }

  /// The content as a record keeps it.
  ///
  /// The dark rendering of a figure is kept as its hash, since it is drawn of the same marks as the light one.
  package func kept(as type: MIMEType) -> RecordedContent {
    data.map { $0.count > Self.largestKept || type == .darkPNG ? .hash(of: $0) : self } ?? self
  }

  static func hash(of data: Data) -> RecordedContent { .hash(ContentHash(data).hexadecimal, count: data.count) }

  /// The whole content; nil if only its hash is known.
  package var data: Data? {
    switch self {
    case .text(let text): Data(text.utf8)
    case .bytes(let data): data
    case .hash: nil
    }
  }

  /// True if two contents are of the same bytes, as far as hashes tell.
  package func hasSameBytes(as other: RecordedContent) -> Bool {
    if let data, let otherData = other.data { return data == otherData }
    return hashed == other.hashed
  }

  private var hashed: RecordedContent { data.map { .hash(of: $0) } ?? self }
}

extension MIMEType {
  /// True if the content of this type is UTF-8.
  var isText: Bool {
    rawValue.hasPrefix("text/") || rawValue.hasSuffix("json") || rawValue.hasSuffix("xml")
  }

  /// The ending of a file of this type.
  var fileExtension: String {
    let name = rawValue.prefix { $0 != ";" }
    switch name {
    case _ where self == .darkPNG: return "dark.png"
    case _ where self == .darkSVG: return "dark.svg"
    case "image/jpeg": return "jpg"
    case "audio/mpeg": return "mp3"
    case "image/svg+xml": return "svg"
    case _ where rawValue.isEmpty: return "bin"
    default:
      let kind = name.split(separator: "/").last ?? ""
      let letters = kind.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
      return letters.isEmpty ? "bin" : letters.lowercased()
    }
  }
}
