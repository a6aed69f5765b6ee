import Foundation
import Images

/// A value whose looks someone approved and that is kept in a file: a text or an image.
public protocol Snapshot {
  /// The content of the file.
  func snapshotContent() throws -> Data

  /// A sentence about the difference from a file's content; nil if there is none that counts.
  func snapshotDifference(from expected: Data) throws -> String?
}

extension String: Snapshot {
  /// The text in UTF-8.
  public func snapshotContent() -> Data { Data(utf8) }

  /// The first line that differs.
  public func snapshotDifference(from expected: Data) -> String? {
    let expected = String(decoding: expected, as: UTF8.self)
    guard self != expected else { return nil }
    let (actualLines, expectedLines) = (lines, expected.lines)
    let line = zip(actualLines, expectedLines).prefix { $0 == $1 }.count
    func quoted(_ lines: [Substring]) -> String { line < lines.count ? "“\(lines[line])”" : "the end" }
    return "Line \(line + 1) is \(quoted(actualLines)), expected \(quoted(expectedLines))."
  }

  private var lines: [Substring] { split(separator: "\n", omittingEmptySubsequences: false) }
}

/// An image of which every block may differ a little from the recorded one.
public struct ImageSnapshot: Snapshot {
  private let image: Image
  private let allowance: Double

  /// - Parameter allowance: one of ``ImageComparison/Allowance``.
  public init(_ image: Image, allowance: Double) {
    self.image = image
    self.allowance = allowance
  }

  /// A PNG file.
  public func snapshotContent() throws -> Data { try image.pngData(compressionLevel: 9) }

  /// The block that differs most, if it differs by more than the allowance.
  public func snapshotDifference(from expected: Data) throws -> String? {
    try ImageComparison(image, Image(data: expected), allowance: allowance).complaint
  }
}
