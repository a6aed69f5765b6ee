import CSndFile
import Foundation

/// Bytes that libsndfile reads and writes like a file.
final class MemoryFile {
  private(set) var bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  /// Goes back to the first byte.
  func rewind() { position = 0 }

  /// The pointer with which callbacks find their file; it must outlive libsndfile's handle.
  var userData: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// The five operations that libsndfile asks of a file.
  static var callbacks: SF_VIRTUAL_IO {
    SF_VIRTUAL_IO(
      get_filelen: { MemoryFile.at($0).map { sf_count_t($0.bytes.count) } ?? 0 },
      seek: { offset, origin, file in MemoryFile.at(file).map { $0.seek(offset, origin) } ?? -1 },
      read: { target, count, file in MemoryFile.at(file).map { $0.read(into: target, count) } ?? 0 },
      write: { source, count, file in MemoryFile.at(file).map { $0.write(source, count) } ?? 0 },
      tell: { MemoryFile.at($0).map { sf_count_t($0.position) } ?? -1 })
  }

  private static func at(_ userData: UnsafeMutableRawPointer?) -> MemoryFile? {
    userData.map { Unmanaged<MemoryFile>.fromOpaque($0).takeUnretainedValue() }
  }

  private func seek(_ offset: sf_count_t, _ origin: Int32) -> sf_count_t {
    let base =
      switch origin {
      case Int32(SEEK_CUR): position
      case Int32(SEEK_END): bytes.count
      default: 0
      }
    let (target, overflow) = base.addingReportingOverflow(Int(offset))
    guard !overflow, target >= 0 else { return -1 }
    position = target
    return sf_count_t(target)
  }

  private func read(into target: UnsafeMutableRawPointer?, _ count: sf_count_t) -> sf_count_t {
    guard let target, count > 0, position < bytes.count else { return 0 }
    let taken = min(Int(count), bytes.count - position)
    bytes.withUnsafeBytes { source in
      UnsafeMutableRawBufferPointer(start: target, count: taken)
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<position + taken]))
    }
    position += taken
    return sf_count_t(taken)
  }

  private func write(_ source: UnsafeRawPointer?, _ count: sf_count_t) -> sf_count_t {
    guard let source, count > 0 else { return 0 }
    let end = position + Int(count)
    if end > bytes.count { bytes += repeatElement(0, count: end - bytes.count) }
    bytes.withUnsafeMutableBytes { target in
      UnsafeMutableRawBufferPointer(rebasing: target[position..<end])
        .copyMemory(from: UnsafeRawBufferPointer(start: source, count: Int(count)))
    }
    position = end
    return count
  }
}
