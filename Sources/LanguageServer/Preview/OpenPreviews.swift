import Files
import Foundation
import NotebookKit

/// The previews that run for this user, each named by a file that its process leaves for the language server.
///
/// The file contains the address with its secret, so no other user may read the folder. The file of a killed preview
/// names a process that no longer exists, and is removed by the next reader.
package struct OpenPreviews: Sendable {
  private let folder: URL

  /// The previews in `$XDG_RUNTIME_DIR/etude/previews`, or in `/tmp/etude-UID/previews`.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let runtime = environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
    folder = (runtime?.appending(path: "etude") ?? URL(filePath: "/tmp/etude-\(getuid())")).appending(path: "previews")
  }

  /// Names a preview of this process.
  ///
  /// - Returns: The file, for ``withdraw(_:)``.
  /// - Throws: The file system's errors; `POSIXError` if the folder is another user's.
  package func announce(_ notebook: URL, at address: URL) throws -> URL {
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard isOwn else { throw POSIXError(.EPERM) }
    let file = folder.appending(path: "\(getpid()).json")
    let entry: JSON = [
      "notebook": .string(notebook.resolvingSymlinksInPath().path), "address": .string(address.absoluteString),
    ]
    try AtomicFile.write(Data(entry.line.utf8), to: file)
    return file
  }

  package func withdraw(_ file: URL) { try? FileManager.default.removeItem(at: file) }

  /// The address of a preview of a notebook; nil if none runs.
  package func address(of notebook: URL) -> URL? {
    guard isOwn else { return nil }
    let path = notebook.resolvingSymlinksInPath().path
    for file in (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? [] {
      guard let process = pid_t(file.deletingPathExtension().lastPathComponent), file.pathExtension == "json" else {
        continue
      }
      if kill(process, 0) != 0, errno == ESRCH {
        withdraw(file)
        continue
      }
      guard let data = try? Data(contentsOf: file), let entry = try? JSON(parsing: data, maximumDepth: 2),
        entry["notebook"]?.string == path
      else { continue }
      return entry["address"]?.string.flatMap { URL(string: $0) }
    }
    return nil
  }

  /// True if the folder is this user's and closed to others.
  private var isOwn: Bool {
    var status = stat()
    return lstat(folder.path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == getuid()
      && status.st_mode & 0o077 == 0
  }
}
