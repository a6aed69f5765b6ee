import Files
import Foundation

/// Cached results of KaTeX, named by the hash of everything that they depend on.
struct FormulaStore: Sendable {
  let folder: URL

  /// The content of a file; nil if it is missing or was changed.
  func data(_ key: ContentHash) -> Data? {
    let path = file(key).path
    // The most recently used entry is removed last.
    guard utimes(path, nil) == 0, let data = FileManager.default.contents(atPath: path), data.count >= 32 else {
      return nil
    }
    let content = Data(data.dropFirst(32))
    return data.prefix(32) == Self.digest(content) ? content : nil
  }

  /// Keeps a content. A cache that cannot be written costs time, not a page.
  func keep(_ content: Data, for key: ContentHash) {
    try? AtomicFile.write(Self.digest(content) + content, to: file(key), makesFolder: true)
  }

  private func file(_ key: ContentHash) -> URL { folder.appending(path: key.hexadecimal) }

  /// Half of a digest in hexadecimal digits.
  private static func digest(_ content: Data) -> Data { Data(ContentHash(content).hexadecimal.prefix(32).utf8) }
}
