import Foundation

/// Files that a unit opened, looked for, created, renamed or removed, by absolute path.
package struct FileUse: Equatable, Sendable, Codable {
  package var read: [String]
  package var written: [String]
  /// Stamps of files from the unit's first read; folders have none.
  package var stamps: [String: FileStamp]
  /// False if there were too many to name.
  package var isComplete: Bool
  /// True if the unit started processes, whose files are unknown.
  package var hasProcesses: Bool

  package init(
    read: [String] = [], written: [String] = [], stamps: [String: FileStamp] = [:], isComplete: Bool = true,
    hasProcesses: Bool = false
  ) {
    self.read = read
    self.written = written
    self.stamps = stamps
    self.isComplete = isComplete
    self.hasProcesses = hasProcesses
  }

  package var isEmpty: Bool { read.isEmpty && written.isEmpty && isComplete && !hasProcesses }

  /// Also counts as written the files that an earlier execution wrote and this one found.
  package mutating func adopt(madeBefore earlier: FileUse) {
    let found = Set(read).subtracting(written)
    written += earlier.written.filter(found.contains)
  }

  /// True if the unit may have used files that are not listed.
  package var hasUnknown: Bool { !isComplete || hasProcesses }
}

/// A fingerprint of a file's content.
package enum FileStamp: Hashable, Sendable, Codable {
  case missing
  case file(inode: UInt64, size: UInt64, seconds: Int64, nanoseconds: Int64)
  /// The names in a folder, sorted.
  case folder([String])
  /// One that cannot be looked at.
  case unreadable

  /// The current stamp of the file at a path.
  package init(ofFileAt path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      self = errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable
      return
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      self = (try? FileManager.default.contentsOfDirectory(atPath: path)).map { .folder($0.sorted()) } ?? .unreadable
    } else if faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0, errno == EACCES {
      self = .unreadable
    } else {
      self = .file(
        inode: UInt64(status.st_ino), size: UInt64(status.st_size), seconds: Int64(status.st_mtim.tv_sec),
        nanoseconds: Int64(status.st_mtim.tv_nsec))
    }
  }
}
