import Files
import Foundation

/// The identity of a folder of sources: the names and contents of its files.
enum FolderHash {
  /// The hash of a folder, without hidden files and build products of SwiftPM.
  static func of(_ folder: URL) -> ContentHash {
    var parts: [String] = []
    for path in files(in: folder) {
      parts.append(path)
      // A file that cannot be read is one that SwiftPM will complain about.
      parts.append((try? Data(contentsOf: folder.appending(path: path))).map { ContentHash($0).hexadecimal } ?? "")
    }
    return ContentHash(parts: parts)
  }

  /// The paths of a folder's files below it, sorted; hidden files and folders are left out.
  static func files(in folder: URL) -> [String] {
    guard let paths = FileManager.default.enumerator(atPath: folder.path) else { return [] }
    var files: [String] = []
    while let path = paths.nextObject() as? String {
      let isFolder = paths.fileAttributes?[.type] as? FileAttributeType == .typeDirectory
      if path.split(separator: "/").last?.hasPrefix(".") == true {
        if isFolder { paths.skipDescendants() }
      } else if !isFolder {
        files.append(path)
      }
    }
    return files.sorted()
  }
}
