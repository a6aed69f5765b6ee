internal import CZip

/// An open archive over bytes that outlive it.
final class ArchiveReader {
  private let archive: OpaquePointer
  private let byteCount: UInt64

  init(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
    // libzip takes no bytes at all for an archive that is yet to be made.
    if bytes.isEmpty { throw .damaged(reason: "the file is empty") }
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, &error) else {
      throw .damaged(reason: error.words())
    }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
      zip_source_free(source)
      throw .damaged(reason: error.words())
    }
    self.archive = archive
    byteCount = UInt64(bytes.count)
  }

  deinit { zip_discard(archive) }

  func entries(limit: Int) throws(ArchiveError) -> [ZipArchive.Entry] {
    let count = max(0, zip_get_num_entries(archive, 0))
    var remaining = UInt64(max(0, limit))
    var entries: [ZipArchive.Entry] = []
    for index in 0..<UInt64(count) {
      var head = zip_stat_t()
      zip_stat_init(&head)
      guard zip_stat_index(archive, index, 0, &head) == 0, let name = head.name.map({ String(cString: $0) }) else {
        throw failure
      }
      guard head.size <= remaining else { throw .tooLarge(limit: limit) }
      // A deflated byte stands for at most 1032: a larger claim is damage, and is not given memory.
      guard head.comp_size <= byteCount, head.size / 1032 <= head.comp_size else {
        throw .damaged(reason: "“\(name)” claims \(head.size) bytes compressed to \(head.comp_size)")
      }
      remaining -= head.size
      entries.append(ZipArchive.Entry(name: name, content: try content(at: index, size: Int(head.size), name: name)))
    }
    return entries
  }

  /// libzip compares the checksum when the last byte has been read.
  private func content(at index: UInt64, size: Int, name: String) throws(ArchiveError) -> [UInt8] {
    guard let file = zip_fopen_index(archive, index, 0) else { throw failure }
    defer { zip_fclose(file) }
    // One byte more than is expected, so the end is seen.
    let content = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      while count <= size {
        let read = zip_fread(file, buffer.baseAddress.map { $0 + count }, UInt64(size + 1 - count))
        if read <= 0 { break }
        count += Int(read)
      }
    }
    let code = zip_error_code_zip(zip_file_get_error(file))
    guard code == ZIP_ER_OK, content.count == size else {
      let words = code == ZIP_ER_OK ? "its length is not \(size)" : String(cString: zip_file_strerror(file))
      throw .damaged(reason: "“\(name)”: \(words)")
    }
    return content
  }

  private var failure: ArchiveError { .damaged(reason: String(cString: zip_strerror(archive))) }
}
