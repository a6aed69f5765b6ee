import Files
import Foundation

/// The file that a rank keeps of itself for the others, `.3.lock` of rank 3, and locks while it lives.
///
/// The first line names the run. Marks of steps follow as they end, last `done` and `ended`.
final class RankJournal: Sendable {
  /// A line that is not a mark: all cells have done what they should; the rank has ended in order.
  enum Word: String { case done, ended }

  /// A journal as another rank finds it.
  struct Reading {
    /// True if the rank has begun this run.
    var isOfThisRun = false
    var isDone = false
    var hasEnded = false
    /// True if a process holds the lock.
    var isAlive = false
    /// Marks that this reader has not seen.
    var marks: [RankMark] = []
  }

  private let descriptor: Int32
  private let file: URL

  /// Begins the journal of a rank in place of one that an earlier run left.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  init(_ file: URL, job: String) throws(ExecutionError) {
    self.file = file
    descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0o644)
    guard descriptor >= 0 else { throw .outputNotWritable(path: file.path, reason: SystemReason.ofLastCall) }
    // Written once the lock is held, so that a rank which has not begun is not taken for one that has ended.
    // A reader holds it for a moment. The name is written on a file system without locks, too.
    var tries = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      guard tries < 50 else {
        throw .outputNotWritable(path: file.path, reason: "another run of this notebook writes there")
      }
      tries += 1
      usleep(20_000)
    }
    ftruncate(descriptor, 0)
    try append(job)
  }

  deinit { close(descriptor) }

  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``, as on a full disk.
  func append(_ line: String) throws(ExecutionError) {
    let bytes = Array((line + "\n").utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      throw .outputNotWritable(path: file.path, reason: SystemReason.ofLastCall)
    }
  }

  /// Reads a journal of another rank.
  ///
  /// - Parameter offset: Bytes of it that were read before; moves on to the end of the last whole line.
  static func read(_ file: URL, job: String, from offset: inout Int) -> Reading {
    var reading = Reading()
    let descriptor = open(file.path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return reading }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let head = lines(descriptor, from: 0, to: min(size, 4096))
    guard head.lines.first == job else { return reading }
    reading.isOfThisRun = true
    let tail = lines(descriptor, from: max(0, size - 16), to: size).lines.suffix(2)
    reading.isDone = tail.contains(Word.done.rawValue)
    reading.hasEnded = tail.contains(Word.ended.rawValue)
    if offset > size { offset = 0 }
    let news = lines(descriptor, from: offset, to: size)
    offset += news.count
    reading.marks = news.lines.compactMap { try? JSONDecoder().decode(RankMark.self, from: Data($0.utf8)) }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 { reading.isAlive = true }
    return reading
  }

  /// Whole lines of a part of a file, and their bytes.
  private static func lines(_ descriptor: Int32, from start: Int, to end: Int) -> (lines: [String], count: Int) {
    guard end > start else { return ([], 0) }
    var bytes = [UInt8](repeating: 0, count: end - start)
    let count = pread(descriptor, &bytes, bytes.count, off_t(start))
    guard count > 0, let last = bytes[..<count].lastIndex(of: UInt8(ascii: "\n")) else { return ([], 0) }
    let text = String(decoding: bytes[..<last], as: UTF8.self)
    return (text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), last + 1)
  }
}
