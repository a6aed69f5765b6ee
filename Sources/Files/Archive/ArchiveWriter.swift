internal import CZip
import Foundation

/// An archive that grows in memory.
final class ArchiveWriter {
  private let archive: OpaquePointer
  /// Memory that libzip writes the archive to when it is closed.
  private let target: OpaquePointer
  private var isOpen = true

  init() throws(ArchiveError) {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { throw .notMade(reason: error.words()) }
    // The archive takes over one reference when it closes; this one is released by `deinit`.
    zip_source_keep(target)
    guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, &error) else {
      zip_source_free(target)
      zip_source_free(target)
      throw .notMade(reason: error.words())
    }
    self.archive = archive
    self.target = target
  }

  deinit {
    if isOpen { zip_discard(archive) }
    zip_source_free(target)
  }

  func add(_ entry: ZipArchive.Entry, isCompressed: Bool) throws(ArchiveError) {
    // libzip frees the copy with the source, hence malloc.
    guard let copy = malloc(max(1, entry.content.count)) else { throw .notMade(reason: SystemReason.ofLastCall) }
    entry.content.withUnsafeBytes { content in
      if let start = content.baseAddress { copy.copyMemory(from: start, byteCount: content.count) }
    }
    guard let source = zip_source_buffer(archive, copy, UInt64(entry.content.count), 1) else {
      free(copy)
      throw failure
    }
    let index = zip_file_add(archive, entry.name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      throw failure
    }
    let method = isCompressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE
    let firstDay: UInt16 = 0x21  // 1980-01-01, the earliest date of the format
    guard zip_set_file_compression(archive, UInt64(index), method, isCompressed ? 6 : 0) == 0,
      zip_file_set_dostime(archive, UInt64(index), 0, firstDay, 0) == 0
    else { throw failure }
  }

  /// Closes the archive and returns its bytes.
  func finish() throws(ArchiveError) -> Data {
    if zip_get_num_entries(archive, 0) == 0 { return Self.emptyArchive }
    guard zip_close(archive) == 0 else { throw failure }
    isOpen = false
    var head = zip_stat_t()
    zip_stat_init(&head)
    guard zip_source_stat(target, &head) == 0, zip_source_open(target) == 0 else { throw targetFailure }
    defer { zip_source_close(target) }
    var data = Data(count: Int(head.size))
    let count = data.withUnsafeMutableBytes { zip_source_read(target, $0.baseAddress, UInt64($0.count)) }
    guard count == Int64(head.size) else { throw targetFailure }
    return data
  }

  /// Only an end record; libzip cannot write an archive without members.
  private static let emptyArchive = Data("PK\u{5}\u{6}".utf8) + Data(count: 18)

  private var failure: ArchiveError { .notMade(reason: String(cString: zip_strerror(archive))) }

  private var targetFailure: ArchiveError {
    .notMade(reason: String(cString: zip_error_strerror(zip_source_error(target))))
  }
}
