import CProcess
import Foundation

/// Memory of running processes, as reported by Linux.
enum ProcessMemory {
  /// Physical memory of a process in bytes, including shared pages; nil once it has ended.
  static func residentBytes(of process: pid_t) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8),
      let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return pages * Int(getpagesize())
  }

  /// Bytes of physical memory of a process, each page divided by the number of processes that share it; nil once it has
  /// ended. The system counts pages one by one, which takes a millisecond for 100 MB.
  static func proportionalBytes(of process: pid_t) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/smaps_rollup", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Pss:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes << 10
  }

  /// The number of the process that the system started last; as long as it stays, no process is new.
  static var newestProcess: Substring? {
    (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(whereSeparator: \.isWhitespace).last
  }

  /// The children of a process, and theirs.
  static func descendants(of process: pid_t) -> [pid_t] {
    var list = [pid_t](repeating: 0, count: 8192)
    let count = process_descendants(process, &list, list.count)
    return Array(list.prefix(count))
  }
}

/// The memory of several processes over time.
///
/// Forked copies share pages, so the sum counts these more than once. The exact sum is only taken
/// again when the other one has grown.
struct MemoryWatch {
  private(set) var processCount = 0
  private var processes: [pid_t] = []
  private var newest: Substring?
  private var resident = 0
  private var exact: Int?

  /// Growth of the sum in bytes after which shared pages are counted again.
  private static let growth = 32 << 20

  /// The total memory of all descendants of a process; nil if there are none.
  mutating func look(atDescendantsOf process: pid_t) -> Int? {
    let newest = ProcessMemory.newestProcess
    if newest == nil || newest != self.newest { processes = ProcessMemory.descendants(of: process) }
    self.newest = newest
    return look(at: processes)
  }

  private mutating func look(at processes: [pid_t]) -> Int? {
    let sizes = processes.compactMap(ProcessMemory.residentBytes)
    let (sum, count) = (sizes.reduce(0, +), sizes.count)
    defer { processCount = count }
    guard count > 1 else {
      exact = nil
      return sizes.first
    }
    if exact == nil || abs(sum - resident) > Self.growth || count != processCount {
      exact = processes.compactMap(ProcessMemory.proportionalBytes).reduce(0, +)
      resident = sum
    }
    return exact.map { $0 + max(0, sum - resident) }
  }
}
