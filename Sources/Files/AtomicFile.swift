import Foundation
import Synchronization

/// Replaces files as a whole: a reader finds the old contents or the new ones, never a part of either.
package enum AtomicFile {
  /// Durability of a written file.
  package enum Durability: Sendable {
    /// A crash of the program leaves the old file or the new one.
    case programCrash
    /// A power failure does, too: the bytes and the new name are on the disk before the call returns.
    case powerFailure
  }

  /// Receives the next bytes of a file.
  package typealias Append = (UnsafeRawBufferPointer) throws(FileError) -> Void

  /// Writes `data` to a draft beside the file, then renames the draft into place.
  ///
  /// - Parameters:
  ///   - makesFolder: Makes the folder of the file if it is missing; otherwise that is an error.
  ///   - durability: The accident after which the file must still be whole.
  package static func write(
    _ data: Data, to file: URL, makesFolder: Bool = false, surviving durability: Durability = .programCrash
  ) throws(FileError) {
    let draft = try Draft(of: file, makesFolder: makesFolder)
    let result = data.withUnsafeBytes { bytes in Result { () throws(FileError) in try draft.append(bytes) } }
    if case .failure(let error) = result {
      draft.discard()
      throw error
    }
    try draft.commit(surviving: durability)
  }

  /// Creates a new file atomically.
  ///
  /// - Returns: False if there is something of that name, which stays unchanged.
  package static func create(_ data: Data, at file: URL) throws(FileError) -> Bool {
    let draft = try Draft(of: file, makesFolder: false)
    let result = data.withUnsafeBytes { bytes in Result { () throws(FileError) in try draft.append(bytes) } }
    if case .failure(let error) = result {
      draft.discard()
      throw error
    }
    return try draft.commitAsNew()
  }

  /// Writes the bytes that `body` passes piece by piece.
  ///
  /// If anything fails, the draft is removed and an older file stays as it was.
  ///
  /// - Throws: ``FileError``, and the errors that `body` throws.
  package static func write(
    to file: URL, makesFolder: Bool = false, surviving durability: Durability = .programCrash,
    _ body: (Append) throws -> Void
  ) throws {
    let draft = try Draft(of: file, makesFolder: makesFolder)
    do {
      try body { bytes throws(FileError) in try draft.append(bytes) }
    } catch {
      draft.discard()
      throw error
    }
    try draft.commit(surviving: durability)
  }
}

/// A file under a hidden name beside the one that it will replace.
private struct Draft {
  private let file: URL
  private let path: String
  private let descriptor: Int32
  private static let count = Atomic<Int>(0)

  init(of file: URL, makesFolder: Bool) throws(FileError) {
    self.file = file
    let folder = file.deletingLastPathComponent()
    if makesFolder {
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      } catch {
        throw .folderNotMade(path: folder.path, reason: SystemReason.of(error))
      }
    }
    // Threads may write the same file at the same time: each draft has a unique name.
    let number = Self.count.add(1, ordering: .relaxed).newValue
    path = folder.appending(path: ".\(file.lastPathComponent).\(getpid())-\(number).draft").path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw failure }
    // The new file has the permissions of the one that it replaces.
    var old = stat()
    if stat(file.path, &old) == 0 { fchmod(descriptor, old.st_mode & 0o777) }
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var offset = 0
    while offset < bytes.count {
      let written = Foundation.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
      if written >= 0 { offset += written } else if errno != EINTR { throw failure }
    }
  }

  func commit(surviving durability: AtomicFile.Durability) throws(FileError) {
    if durability == .powerFailure, fsync(descriptor) != 0 {
      defer { discard() }
      throw failure
    }
    guard close(descriptor) == 0, rename(path, file.path) == 0 else {
      defer { unlink(path) }
      throw failure
    }
    if durability == .powerFailure { syncFolder() }
  }

  /// Gives the draft its name in one step with the check that nothing has it.
  func commitAsNew() throws(FileError) -> Bool {
    defer { unlink(path) }
    guard close(descriptor) == 0 else { throw failure }
    if link(path, file.path) == 0 { return true }
    switch errno {
    case EEXIST: return false
    case EPERM, EOPNOTSUPP, ENOSYS: return try commitWithoutLinks()
    default: throw failure
    }
  }

  /// Fallback for a file system without links, such as that of a memory card: an empty file reserves the name for a
  /// moment.
  private func commitWithoutLinks() throws(FileError) -> Bool {
    let holder = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard holder >= 0 else {
      if errno == EEXIST { return false }
      throw failure
    }
    close(holder)
    if rename(path, file.path) == 0 { return true }
    defer { unlink(file.path) }
    throw failure
  }

  func discard() {
    close(descriptor)
    unlink(path)
  }

  /// Makes the rename itself durable.
  private func syncFolder() {
    let folder = open(file.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  /// The failure of the last call.
  private var failure: FileError { .notWritten(path: file.path, reason: SystemReason.ofLastCall) }
}
