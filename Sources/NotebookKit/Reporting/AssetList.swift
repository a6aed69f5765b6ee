import Files
import Foundation

/// The folder of a report's figures and streams, and the list of those that Etude put there.
///
/// The list is a hidden file in the folder, one path per line. Files that it does not name belong to others and stay.
struct AssetList {
  let folder: URL

  init(folder: URL) { self.folder = folder }

  private var list: URL { folder.appending(path: ".etude-report") }

  /// Paths of Etude's files from the folder; nil if it has made no list.
  private var paths: [String]? {
    guard let text = try? String(contentsOf: list, encoding: .utf8) else { return nil }
    // Those of a version without a list are recognised by their names.
    return text.isEmpty ? namesOfOldVersion() : text.split(separator: "\n").map(String.init)
  }

  /// Makes an empty list.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  func prepare() throws(ExecutionError) {
    var status = stat()
    if stat(folder.path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
      throw .outputNotWritable(path: folder.path, reason: "a file has the name of the folder for figures")
    }
    removeFiles()
    for (kind, ending) in [("figures", ".png"), ("sounds", ".wav"), ("streams", ".txt")] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: kind).path)) ?? []
      if let name = names.sorted().first(where: { $0.hasSuffix(ending) }) {
        throw .outputNotWritable(
          path: folder.appending(path: "\(kind)/\(name)").path, reason: "Etude did not create the existing file")
      }
    }
    try write("\n")
  }

  /// Notes that Etude is about to write a file.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)`` if a file is there that Etude did not make.
  func claim(_ path: String) throws(ExecutionError) {
    let known = paths ?? []
    if known.contains(path) { return }
    var status = stat()
    if lstat(folder.appending(path: path).path, &status) == 0 {
      throw .outputNotWritable(
        path: folder.appending(path: path).path, reason: "Etude did not create the existing file")
    }
    try write(known.map { $0 + "\n" }.joined() + path + "\n")
  }

  private func write(_ text: String) throws(ExecutionError) {
    do { try AtomicFile.write(Data(text.utf8), to: list, makesFolder: true) } catch {
      throw .outputNotWritable(path: list.path, reason: error.reason)
    }
  }

  /// Removes Etude's files, and the folders that are empty then.
  func removeFiles() {
    guard let paths else { return }
    var folders: Set<String> = []
    for path in paths where !path.hasPrefix("/") && !path.split(separator: "/").contains("..") {
      unlink(folder.appending(path: path).path)
      if let slash = path.lastIndex(of: "/") { folders.insert(String(path[..<slash])) }
    }
    for path in folders { rmdir(folder.appending(path: path).path) }
    unlink(list.path)
    rmdir(folder.path)
  }

  /// Removes the folder if it contains only the list.
  func removeIfEmpty() {
    if paths?.isEmpty == true { removeFiles() }
  }

  private func namesOfOldVersion() -> [String] {
    let patterns: [(String, Regex<Substring>)] = [
      ("figures", /.+\.png/), ("sounds", /.+\.wav/), ("streams", /(?:cell-\d+|parameters|prose-line-\d+)\.txt/),
    ]
    return patterns.flatMap { kind, pattern in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: kind).path)) ?? []
      return names.filter { $0.wholeMatch(of: pattern) != nil }.map { "\(kind)/\($0)" }
    }
  }
}
