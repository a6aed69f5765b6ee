import Foundation
import Synchronization

/// The folder in which the compiler keeps what it made of C headers, one for all runs.
///
/// The compiler makes and replaces these files by itself, but it gives up on one that is empty, cut or another's, and on
/// all of them when the folder has been moved, since each holds its own path.
final class ClangModules: Sendable {
  let folder: URL
  private let wereRenewed = Atomic<Bool>(false)

  init(folder: URL) { self.folder = folder }

  /// Runs a compilation, and once more on fresh files if damaged ones may have made it fail.
  ///
  /// - Throws: The error that `compile` throws.
  func mending(_ compile: () throws -> ToolProcess.Result) throws -> ToolProcess.Result {
    let result = try compile()
    // Once is enough: a second failure of this kind has another cause.
    guard mayExplain(result), !wereRenewed.exchange(true, ordering: .relaxed) else { return result }
    return try renewed(compile)
  }

  /// True if damaged files can be why a compilation failed: with an error that has no place in any source, or by a crash.
  private func mayExplain(_ result: ToolProcess.Result) -> Bool {
    result.status >= 128 || result.status != 0 && result.errors.contains("<unknown>:0: error: ")
  }

  /// Has `compile` make the files again. If it fails in the same way, they are not at fault and come back.
  ///
  /// - Throws: The error that `compile` throws.
  private func renewed(_ compile: () throws -> ToolProcess.Result) throws -> ToolProcess.Result {
    let aside = folder.deletingLastPathComponent().appending(path: ".clang-\(getpid())-\(UUID().uuidString)")
    rename(folder.path, aside.path)
    let result: ToolProcess.Result
    do { result = try compile() } catch {
      putBack(aside)
      throw error
    }
    if mayExplain(result) { putBack(aside) } else { try? FileManager.default.removeItem(at: aside) }
    return result
  }

  /// Removes what runs have put aside that were killed meanwhile; called while no other run is there.
  func removeLeftovers() {
    let base = folder.deletingLastPathComponent()
    for name in (try? FileManager.default.contentsOfDirectory(atPath: base.path)) ?? []
    where name.hasPrefix(".\(folder.lastPathComponent)-") {
      try? FileManager.default.removeItem(at: base.appending(path: name))
    }
  }

  private func putBack(_ aside: URL) {
    try? FileManager.default.removeItem(at: folder)
    rename(aside.path, folder.path)
  }
}
