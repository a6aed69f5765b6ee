internal import CZip
import Foundation

/// ZIP archives in memory, as `.npz` and PyTorch's files are, of any size that ZIP64 counts to.
///
/// Related libzip documentation: <https://libzip.org/documentation/>
package enum ZipArchive {
  /// A member of an archive.
  package struct Entry: Equatable, Sendable {
    package let name: String
    package let content: [UInt8]

    package init(name: String, content: [UInt8]) {
      self.name = name
      self.content = content
    }
  }

  /// Unpacks every member and checks its size and checksum.
  ///
  /// - Parameter limit: Limit for the total size of the members, so a small file cannot fill the memory.
  package static func entries(of bytes: some ContiguousBytes, limit: Int = .max) throws(ArchiveError) -> [Entry] {
    let result: Result<[Entry], ArchiveError> = bytes.withUnsafeBytes { bytes in
      do throws(ArchiveError) {
        return .success(try ArchiveReader(bytes).entries(limit: limit))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// The bytes of an archive. They hold no times: equal members give equal bytes.
  package static func archive(_ entries: [Entry], isCompressed: Bool) throws(ArchiveError) -> Data {
    let writer = try ArchiveWriter()
    for entry in entries { try writer.add(entry, isCompressed: isCompressed) }
    return try writer.finish()
  }
}

extension zip_error_t {
  /// The library's words for the error.
  mutating func words() -> String { String(cString: zip_error_strerror(&self)) }
}
