import Files
import Foundation
import Images

/// The image files below a folder, and the files left out.
///
/// The walk follows links, and enters each real folder once so a cycle of links ends.
package struct ImageSearch {
  /// A file that looks like an image and is not read.
  package struct LeftOut: Hashable, Sendable {
    package let file: URL
    package let reason: String
  }

  /// Images that were found, sorted by path.
  package private(set) var files: [URL] = []
  /// Images in unsupported formats, or without an image extension; sorted by path.
  package private(set) var leftOut: [LeftOut] = []

  private let recursive: Bool
  private let topFolders: Set<String>?
  private var visited: Set<String> = []

  /// Walks through a folder.
  ///
  /// - Throws: ``DatasetError/noFolder(path:)`` and ``DatasetError/unreadableFolder(path:reason:)``.
  package init(in folder: URL, recursive: Bool = true, topFolders: [String]? = nil) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw DatasetError.noFolder(path: folder.path)
    }
    self.recursive = recursive
    self.topFolders = topFolders.map(Set.init)
    try visit(folder, depth: 0)
    files.sort { Self.isOrderedBefore($0.pathComponents, $1.pathComponents) }
    leftOut.sort { Self.isOrderedBefore($0.file.pathComponents, $1.file.pathComponents) }
  }

  /// A warning line for the user; nil if nothing was left out.
  package var warning: String? {
    guard !leftOut.isEmpty else { return nil }
    let shown = leftOut.prefix(5).map { "\($0.file.lastPathComponent) (\($0.reason))" }.joined(separator: ", ")
    let rest = leftOut.count > 5 ? " and \(leftOut.count - 5) more" : ""
    return "getImageFiles left out \(leftOut.count) of \(leftOut.count + files.count) images: \(shown)\(rest)."
  }

  private mutating func visit(_ folder: URL, depth: Int) throws {
    guard visited.insert(folder.resolvingSymlinksInPath().path).inserted else { return }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw DatasetError.unreadableFolder(path: folder.path, reason: SystemReason.of(error))
    }
    for name in names.sorted() where !name.hasPrefix(".") {
      let url = folder.appending(path: name)
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
      if exists && isFolder.boolValue {
        if recursive && (depth > 0 || topFolders?.contains(name) ?? true) { try visit(url, depth: depth + 1) }
      } else if depth > 0 || topFolders == nil {
        sort(url, exists: exists)
      }
    }
  }

  private mutating func sort(_ file: URL, exists: Bool) {
    let ending = file.pathExtension.lowercased()
    if imageFileExtensions.contains(ending) {
      if exists { files.append(file) } else { leftOut.append(LeftOut(file: file, reason: "a broken link")) }
    } else if ImageFormat.unreadExtensions.contains(ending) {
      leftOut.append(LeftOut(file: file, reason: "an unsupported format"))
    } else if exists, let format = Self.format(of: file), let usual = format.fileExtensions.first {
      leftOut.append(LeftOut(file: file, reason: "\(format.rawValue), but its name does not end in .\(usual)"))
    }
  }

  /// The format that the first bytes of a file indicate.
  private static func format(of file: URL) -> ImageFormat? {
    // Opening a pipe would wait for a writer.
    var status = stat()
    guard stat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let handle = try? FileHandle(forReadingFrom: file)
    else { return nil }
    defer { try? handle.close() }
    return ImageFormat(startOfFile: (try? handle.read(upToCount: 32)) ?? Data())
  }

  /// True if one list of path components sorts before another, by bytes.
  private static func isOrderedBefore(_ left: [String], _ right: [String]) -> Bool {
    left.lexicographicallyPrecedes(right) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
