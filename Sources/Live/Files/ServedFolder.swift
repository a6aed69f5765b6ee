import Foundation

/// The files of a folder that are served: none whose name or folder begins with a dot, and none outside.
struct ServedFolder: Sendable {
  /// The folder's path without symbolic links, with a slash at its end.
  private let root: String

  init(_ folder: URL) {
    let path = folder.path
    let real = realpath(path, nil)
    defer { free(real) }
    let resolved = real.map { String(cString: $0) } ?? path
    root = resolved.hasSuffix("/") ? resolved : resolved + "/"
  }

  /// The file at a decoded path that begins with a slash; nil if it is not available for any reason.
  func file(at path: String) -> OpenFile? {
    guard path.hasPrefix("/"), Self.isPlain(path.dropFirst()) else { return nil }
    guard let file = OpenFile(path: root + path.dropFirst()), file.path.hasPrefix(root) else { return nil }
    // The file is open, so the current target of its path does not matter.
    return Self.isPlain(file.path.dropFirst(root.count)) ? file : nil
  }

  /// True if every component is a name, and none is hidden.
  private static func isPlain(_ path: Substring) -> Bool {
    !path.utf8.contains(0)
      && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && $0.first != "." }
  }
}
