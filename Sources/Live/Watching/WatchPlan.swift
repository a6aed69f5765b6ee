import Foundation

/// The folders to watch for some files, and what a name in one of them means.
struct WatchPlan {
  /// The files that depend on a name in a folder.
  struct Interest {
    /// Files of that name, or whose symbolic link has it.
    var files: Set<URL> = []
    /// Files below a folder of that name that is not there yet.
    var waiting: Set<URL> = []
  }

  let files: Set<URL>
  private var interests: [String: [String: Interest]] = [:]

  init(files: Set<URL>) {
    self.files = files
    for file in files {
      add(file, at: file.standardizedFileURL)
      // A link and what it leads to change independently.
      let target = file.resolvingSymlinksInPath()
      if target.path != file.standardizedFileURL.path { add(file, at: target) }
    }
  }

  var folders: [String] { interests.keys.sorted() }

  func interest(in folder: String, name: String) -> Interest? { interests[folder]?[name] }

  /// The files that depend on a folder.
  func files(in folder: String?) -> Set<URL> {
    guard let folder, let names = interests[folder] else { return [] }
    return names.values.reduce(into: []) { $0.formUnion($1.files.union($1.waiting)) }
  }

  private mutating func add(_ file: URL, at place: URL) {
    var folder = place.deletingLastPathComponent()
    var name = place.lastPathComponent
    var isWaiting = false
    while !Self.isFolder(folder.path), folder.path != "/" {
      name = folder.lastPathComponent
      folder = folder.deletingLastPathComponent()
      isWaiting = true
    }
    if isWaiting {
      interests[folder.path, default: [:]][name, default: Interest()].waiting.insert(file)
    } else {
      interests[folder.path, default: [:]][name, default: Interest()].files.insert(file)
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
