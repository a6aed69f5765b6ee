import Files
import Foundation
import Synchronization

/// Folders of running programs under the system's folder for temporary files.
///
/// Each contains a locked file as long as its program lives. The lock of a killed program is gone, and the next program
/// removes the folder.
package enum TemporaryFolders {
  private static let locks = Mutex<[String: Int32]>([:])
  private static let lockName = ".lock"

  /// A unique name; nothing is created.
  package static func newURL() -> URL {
    FileManager.default.temporaryDirectory.appending(path: "etude-\(getpid())-\(UUID().uuidString)")
  }

  /// Creates a folder with its lock, unless this program has created it before.
  ///
  /// - Throws: The file system's error; so it does for a folder of others that is there.
  package static func make(_ folder: URL) throws {
    if locks.withLock({ $0[folder.path] != nil }) { return }
    // Locked before it has its name, so no other program finds it without a lock.
    let draft = folder.deletingLastPathComponent().appending(path: ".\(folder.lastPathComponent)")
    try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
    let lock = open(draft.appending(path: lockName).path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0, rename(draft.path, folder.path) == 0 else {
      let failure = POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      if lock >= 0 { close(lock) }
      try? FileManager.default.removeItem(at: draft)
      throw failure
    }
    locks.withLock { $0[folder.path] = lock }
  }

  /// Removes a folder and its content.
  package static func remove(_ folder: URL) {
    try? FileManager.default.removeItem(at: folder)
    if let lock = locks.withLock({ $0.removeValue(forKey: folder.path) }) { close(lock) }
  }

  /// Removes the folders of killed programs, once per program.
  static let sweptOnce: Void = sweep()

  /// Removes the folders of programs that were killed.
  static func sweep(_ place: URL = FileManager.default.temporaryDirectory) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [] {
      guard name.hasPrefix("etude-") || name.hasPrefix(".etude-"),
        name.wholeMatch(of: /\.?etude-\d+-[0-9A-F-]{36}/) != nil
      else { continue }
      let folder = place.appending(path: name)
      var status = stat()
      guard lstat(folder.path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid(),
        isAbandoned(folder, name, age: Date().timeIntervalSince1970 - Double(status.st_mtim.tv_sec))
      else { continue }
      try? FileManager.default.removeItem(at: folder)
    }
  }

  private static func isAbandoned(_ folder: URL, _ name: String, age: Double) -> Bool {
    let lock = open(folder.appending(path: lockName).path, O_RDWR | O_CLOEXEC)
    // A draft, or a folder of an older version, which created no locks.
    guard lock >= 0, !name.hasPrefix(".") else {
      if lock >= 0 { close(lock) }
      let owner = name.firstMatch(of: /\d+/).flatMap { pid_t($0.output) } ?? 0
      return age > 3600 && kill(owner, 0) != 0 && errno == ESRCH
    }
    defer { close(lock) }
    return flock(lock, LOCK_EX | LOCK_NB) == 0
  }
}
