import Display
import Foundation
import Datasets

/// What lies in a folder, sorted by name; names that start with a dot are left out.
///
/// ```swift
/// list("lesson2_assets/wav")
/// ```
/// - Throws: `DatasetError`, when there is no such folder.
public func list(_ folder: URL) throws -> FileList {
  guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
    throw DatasetError.noFolder(path: folder.path)
  }
  let visible = names.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  return FileList(visible.map { folder.appending(path: $0) })
}

/// What lies in the folder at a path, sorted by name.
///
/// - Throws: `DatasetError`, when there is no such folder.
public func list(_ path: String) throws -> FileList {
  try list(URL(filePath: path))
}

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
  /// The file at a place, counted from 0.
  public subscript(index: Int) -> URL { urls[index] }
}

extension FileList: CustomStringConvertible, Displayable {
  /// Such as `462 files: A3_1.wav, A3_10.wav, …`, with ten names at most.
  public var description: String {
    let names = urls.prefix(10).map(\.lastPathComponent).joined(separator: ", ")
    return "\(count) \(count == 1 ? "file" : "files")\(isEmpty ? "" : ": ")\(names)\(count > 10 ? ", …" : "")"
  }

  /// The description as text.
  public var mimeBundle: MIMEBundle { MIMEBundle(plainText: description) }
}
