import Foundation

/// One value in several formats; a front shows the richest that it supports.
///
/// ```swift
/// let bundle = MIMEBundle(plainText: "a4 = 440 Hz").adding("<b>a4</b> = 440 Hz", as: .html)
/// ```
public struct MIMEBundle: Equatable, Sendable, Codable {
  /// The bytes of each format. Textual formats are UTF-8.
  public private(set) var representations: [MIMEType: Data]
  /// Descriptions of the value that do not depend on the format.
  public var metadata: Metadata

  /// An empty bundle, which shows nothing.
  public init(metadata: Metadata = Metadata()) {
    self.representations = [:]
    self.metadata = metadata
  }

  /// A bundle that every reader can show.
  public init(plainText: String, metadata: Metadata = Metadata()) {
    self.representations = [.plainText: Data(plainText.utf8)]
    self.metadata = metadata
  }

  /// A copy with an added textual format.
  public func adding(_ text: String, as type: MIMEType) -> MIMEBundle { adding(Data(text.utf8), as: type) }

  /// A copy with an added format; an earlier one of that type is replaced.
  public func adding(_ data: Data, as type: MIMEType) -> MIMEBundle {
    var copy = self
    copy.representations[type] = data
    return copy
  }

  /// The bytes of one format, if the bundle has it.
  public subscript(type: MIMEType) -> Data? { representations[type] }

  /// One format read as UTF-8, invalid bytes replaced by U+FFFD.
  public func text(_ type: MIMEType) -> String? { representations[type].map { String(decoding: $0, as: UTF8.self) } }

  /// The formats of the value in the order of ``MIMEType/richestFirst``; within a range of types by name.
  package var typesRichestFirst: [MIMEType] {
    var types: [MIMEType] = []
    for format in MIMEType.richestFirst {
      types += representations.keys.filter { !$0.isDark && format.includes($0) && !types.contains($0) }
        .sorted { $0.rawValue < $1.rawValue }
    }
    return types
  }

  /// True if there is nothing to show.
  public var isEmpty: Bool { representations.isEmpty }
}

extension MIMEBundle {
  /// Information about a value that a page needs besides its bytes.
  public struct Metadata: Equatable, Sendable, Codable {
    /// The text that stands for an image or a sound when it cannot be seen or heard.
    public var alternativeText: String?
    /// The size at which an image is shown, in CSS pixels (1/96 inch).
    public var width: Double?
    /// The height that goes with ``width``, in CSS pixels.
    public var height: Double?

    /// Everything is optional: a missing size means the size of the image.
    public init(alternativeText: String? = nil, width: Double? = nil, height: Double? = nil) {
      self.alternativeText = alternativeText
      self.width = width
      self.height = height
    }
  }
}
