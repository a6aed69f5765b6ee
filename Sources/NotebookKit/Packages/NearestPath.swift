import Files
import Foundation

/// The file that is most similar to a mistyped path.
enum NearestPath {
  /// The path with its last component replaced by the most similar name in that folder; nil if none is similar.
  static func of(_ path: String, besides folder: URL) -> String? {
    let file = URL(filePath: path, relativeTo: folder).standardizedFileURL
    let names = (try? FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path)) ?? []
    guard let nearest = NearestName.of(file.lastPathComponent, in: names.filter { !$0.hasPrefix(".") }.sorted()) else {
      return nil
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let last = parts.last == "" ? parts.count - 2 : parts.count - 1
    return (parts.prefix(max(last, 0)) + [nearest]).joined(separator: "/")
  }
}
