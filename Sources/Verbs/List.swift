import Foundation

/// The files of a folder, sorted by name; names that start with a dot are left out.
///
/// ```swift
/// try list("lesson2_assets/wav")
/// ```
/// - Throws: ``VerbError/noFolder(path:)``.
public func list(_ folder: URL) throws -> FileList {
  guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
    throw VerbError.noFolder(path: folder.path)
  }
  let visible = names.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  return FileList(visible.map { folder.appending(path: $0) })
}

/// The files of the folder at a path, sorted by name.
///
/// ```swift
/// try list("lesson2_assets/wav")
/// ```
/// - Throws: ``VerbError/noFolder(path:)``.
public func list(_ path: String) throws -> FileList {
  try list(URL(filePath: path))
}
