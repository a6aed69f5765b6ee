import Foundation

/// Files that a unit opened, looked for, made, renamed or removed, by their absolute paths.
package struct FileUse: Equatable, Sendable, Codable {
  package var read: [String]
  package var written: [String]
  /// Stamps of files that were read, from when the unit first did; folders have none.
  package var stamps: [String: FileStamp]
  /// False if there were too many to name.
  package var isComplete: Bool
  /// True if the unit started processes, whose files are not among these.
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

  /// Counts among the written files those that were written in an earlier execution, and found in this one.
  package mutating func adopt(madeBefore earlier: FileUse) {
    let found = Set(read).subtracting(written)
    written += earlier.written.filter(found.contains)
  }

  /// True if the unit may have used files that have no name here.
  package var hasUnknown: Bool { !isComplete || hasProcesses }
}

/// A description of a file that another content would not have.
package enum FileStamp: Hashable, Sendable, Codable {
  case missing
  case file(inode: UInt64, size: UInt64, seconds: Int64, nanoseconds: Int64)
  /// The names in a folder, sorted.
  case folder([String])
  /// One that cannot be looked at.
  case unreadable

  /// The stamp of what is at a path now.
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
