import Files
import Foundation

/// A folder of the cache whose files are unchanged.
package struct CacheEntry: Sendable {
  package let folder: URL
  private let contents: EntryContents

  init(folder: URL, contents: EntryContents) {
    self.folder = folder
    self.contents = contents
  }

  /// The position of one of its files, which may not exist.
  package func file(_ name: String) -> URL { folder.appending(path: name) }

  /// The hash of a file's bytes; nil if the entry has no such file.
  func hash(of name: String) -> ContentHash? { contents.hashes[name] }

  /// The bytes of a file; nil if the entry has no such file.
  func data(_ name: String) -> Data? {
    contents.hashes[name] == nil ? nil : try? Data(contentsOf: file(name))
  }
}

/// The files of an entry with their hashes, stored in a file of the entry.
///
/// A truncated file after a power failure, a file of another program, or a disk error differ from this list.
struct EntryContents: Sendable {
  static let fileName = ".contents"

  private(set) var hashes: [String: ContentHash] = [:]

  /// Lists the files of a folder that is to become the entry of a key, and keeps the list there.
  ///
  /// - Throws: The file system's errors.
  init(listing folder: URL, key: ContentHash) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      hashes[name] = ContentHash(try Data(contentsOf: folder.appending(path: name)))
    }
    try Data(text(key).utf8).write(to: folder.appending(path: Self.fileName))
  }

  /// Reads the list of an entry; nil if the entry's files differ from it.
  init?(of folder: URL, key: ContentHash) {
    guard let list = try? Data(contentsOf: folder.appending(path: Self.fileName)),
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else { return nil }
    for name in names where name != Self.fileName {
      let file = folder.appending(path: name)
      // A pipe or a device would be read without an end.
      var status = stat()
      guard lstat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let data = try? Data(contentsOf: file)
      else { return nil }
      hashes[name] = ContentHash(data)
    }
    guard list == Data(text(key).utf8) else { return nil }
  }

  private func text(_ key: ContentHash) -> String {
    let lines = hashes.sorted { $0.key < $1.key }.map { "\($0.value.hexadecimal) \($0.key)\n" }
    return key.hexadecimal + "\n" + lines.joined()
  }
}
