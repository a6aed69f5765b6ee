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
  /// Folders that are watched for any name.
  private var listed: [String: Set<URL>] = [:]

  init(files: Set<URL>) {
    self.files = files
    for file in files {
      add(file, at: file.standardizedFileURL)
      // A link and its target change independently.
      let target = file.resolvingSymlinksInPath()
      if target.path != file.standardizedFileURL.path { add(file, at: target) }
    }
  }

  var folders: [String] { Set(interests.keys).union(listed.keys).sorted() }

  func interest(in folder: String, name: String) -> Interest? {
    guard let files = listed[folder] else { return interests[folder]?[name] }
    var interest = interests[folder]?[name] ?? Interest()
    interest.files.formUnion(files)
    return interest
  }

  /// The files that depend on a folder.
  func files(in folder: String?) -> Set<URL> {
    guard let folder else { return [] }
    let listed = self.listed[folder] ?? []
    return interests[folder, default: [:]].values.reduce(into: listed) { $0.formUnion($1.files.union($1.waiting)) }
  }

  private mutating func add(_ file: URL, at place: URL) {
    if Self.isFolder(place.path) { listed[place.path, default: []].insert(file) }
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
