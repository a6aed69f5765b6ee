import Foundation

/// Files in order, shown as their number and the first few names.
///
/// ```swift
/// let files = try list("lesson2_assets/wav")
/// print(files.count, files[1].lastPathComponent)
/// ```
public struct FileList: RandomAccessCollection, Hashable, Sendable {
  /// The addresses.
  public let urls: [URL]

  /// Wraps addresses that are there already.
  public init(_ urls: [URL]) {
    self.urls = urls
  }

  /// 0.
  public var startIndex: Int { 0 }
  /// The number of files.
  public var endIndex: Int { urls.count }
  /// The file at an index, counted from 0.
  public subscript(index: Int) -> URL { urls[index] }
}
