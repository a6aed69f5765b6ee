import Files
import Foundation

/// Linux's notices of changes in folders.
struct Inotify: Sendable {
  struct Event: Equatable, Sendable {
    var watch: Int32
    var mask: UInt32
    /// Nil if the event is about the folder itself, or about nothing that is known.
    var name: String?

    /// True if events were lost.
    var isOverflow: Bool { mask & UInt32(IN_Q_OVERFLOW) != 0 }

    func folder(_ folders: [Int32: String]) -> String? { folders[watch] }

    /// True if a program has just created the file to write into it; another event follows when it is done.
    func isEmptyBeginning(in folder: String) -> Bool {
      guard mask & UInt32(IN_CREATE) != 0, mask & UInt32(IN_ISDIR) == 0, let name else { return false }
      var status = stat()
      guard lstat(folder + "/" + name, &status) == 0 else { return false }
      return status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
    }
  }

  /// Each change of a file: closed after writing, moved here or away, removed, created, made readable; and the folder's
  /// end.
  private static let mask = UInt32(
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)

  let descriptor: Int32

  /// - Throws: ``LiveError/notWatchable(path:reason:)``.
  init(for path: String) throws(LiveError) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    if descriptor < 0 { throw .notWatchable(path: path, reason: SystemReason.ofLastCall) }
  }

  func close() { _ = Foundation.close(descriptor) }

  /// The number of a watch on a folder.
  ///
  /// - Throws: ``LiveError/notWatchable(path:reason:)``.
  func watch(_ folder: String) throws(LiveError) -> Int32 {
    let watch = inotify_add_watch(descriptor, folder, Self.mask)
    if watch < 0 { throw .notWatchable(path: folder, reason: SystemReason.ofLastCall) }
    return watch
  }

  func forget(_ watch: Int32) { inotify_rm_watch(descriptor, watch) }

  /// The events that have come.
  func events() -> [Event] {
    var events: [Event] = []
    withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 8) { buffer in
      while true {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { return }
        var offset = 0
        while offset + MemoryLayout<inotify_event>.size <= count {
          let event = buffer.load(fromByteOffset: offset, as: inotify_event.self)
          let start = offset + MemoryLayout<inotify_event>.size
          let bytes = buffer[start..<(start + Int(event.len))].prefix { $0 != 0 }
          events.append(
            Event(
              watch: event.wd, mask: event.mask,
              name: bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)))
          offset = start + Int(event.len)
        }
      }
    }
    return events
  }
}
