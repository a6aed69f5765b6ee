import Foundation
import Images

/// The file name extensions of images, in lower case.
let imageFileExtensions = ImageFormat.allCases.flatMap(\.fileExtensions)

/// The image files in a folder and in all folders inside it, sorted by path.
///
/// Agrees with fastai's `get_image_files`, but in an order that does not depend on the file system: path components
/// compare by their bytes, as Python sorts paths. Links are followed; names that start with a dot are left out.
///
/// ```swift
/// let files = try getImageFiles(URL(filePath: "lesson2_assets/cqt_data"))
/// ```
/// - Parameters:
///   - folder: where to look.
///   - recursive: whether to look into folders inside it.
///   - folders: when given, only these of the folders directly inside are looked into.
/// - Returns: files that end in .png, .jpg, .jpeg, .jpe, .jfif, .webp, .gif, .tif, .tiff, .bmp and similar ones, in
///   lower or upper case; possibly none. Other files that are images are named on the standard error stream.
/// - Throws: ``DatasetError/noFolder(path:)`` and ``DatasetError/unreadableFolder(path:reason:)``.
public func getImageFiles(_ folder: URL, recursive: Bool = true, folders: [String]? = nil) throws -> [URL] {
  let search = try ImageSearch(in: folder, recursive: recursive, topFolders: folders)
  if let warning = search.warning { FileHandle.standardError.write(Data((warning + "\n").utf8)) }
  return search.files
}

/// The image files in a folder and in all folders inside it: a function without options, for a data block's `getItems`.
///
/// ```swift
/// let files = try getImageFiles(folder)
/// ```
public func getImageFiles(_ folder: URL) throws -> [URL] {
  try getImageFiles(folder, recursive: true)
}

/// Like ``getImageFiles(_:recursive:folders:)``, for a path such as "lesson2_assets/cqt_data".
///
/// ```swift
/// let files = try getImageFiles("lesson2_assets/cqt_data")
/// ```
public func getImageFiles(_ path: String, recursive: Bool = true, folders: [String]? = nil) throws -> [URL] {
  try getImageFiles(URL(filePath: path), recursive: recursive, folders: folders)
}
