import Foundation

/// What the names of image files end in, in small letters.
let imageFileExtensions = ["png", "jpg", "jpeg", "jpe", "jfif"]

/// The image files in a folder and in all folders inside it, sorted by path.
///
/// As fastai's `get_image_files`, but in an order that does not depend on the file system: path components
/// compare by their bytes, as Python sorts paths. Links are followed; names that start with a dot are left out.
///
/// ```swift
/// let files = try getImageFiles(URL(filePath: "lesson2_assets/cqt_data"))
/// ```
/// - Parameters:
///   - folder: where to look.
///   - recursive: whether to look into folders inside it.
///   - folders: when given, only these of the folders directly inside are looked into.
/// - Returns: files that end in .png, .jpg, .jpeg, .jpe or .jfif, in small or capital letters; maybe none.
/// - Throws: ``DatasetError/noFolder(path:)``.
public func getImageFiles(_ folder: URL, recursive: Bool = true, folders: [String]? = nil) throws -> [URL] {
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
    throw DatasetError.noFolder(path: folder.path)
  }
  var walk = FolderWalk(recursive: recursive, topFolders: folders.map(Set.init))
  walk.visit(folder, depth: 0)
  return walk.files.sorted { isOrderedBefore($0.pathComponents, $1.pathComponents) }
}

/// As ``getImageFiles(_:recursive:folders:)`` without its options, to pass as a data block's `getItems`.
public func getImageFiles(_ folder: URL) throws -> [URL] {
  try getImageFiles(folder, recursive: true)
}

/// As ``getImageFiles(_:recursive:folders:)``, for a path such as "lesson2_assets/cqt_data".
public func getImageFiles(_ path: String, recursive: Bool = true, folders: [String]? = nil) throws -> [URL] {
  try getImageFiles(URL(filePath: path), recursive: recursive, folders: folders)
}

/// Whether one list of path components sorts before another, by bytes.
private func isOrderedBefore(_ left: [String], _ right: [String]) -> Bool {
  left.lexicographicallyPrecedes(right) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// A walk that follows links, and enters each real folder once so that a loop of links ends.
private struct FolderWalk {
  let recursive: Bool
  let topFolders: Set<String>?
  private(set) var files: [URL] = []
  private var visited: Set<String> = []

  init(recursive: Bool, topFolders: Set<String>?) {
    self.recursive = recursive
    self.topFolders = topFolders
  }

  mutating func visit(_ folder: URL, depth: Int) {
    guard visited.insert(folder.resolvingSymlinksInPath().path).inserted else { return }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names.sorted() where !name.hasPrefix(".") {
      let url = folder.appending(path: name)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else { continue }
      if isFolder.boolValue {
        if recursive && (depth > 0 || topFolders?.contains(name) ?? true) { visit(url, depth: depth + 1) }
      } else if imageFileExtensions.contains(url.pathExtension.lowercased()), depth > 0 || topFolders == nil {
        files.append(url)
      }
    }
  }
}
