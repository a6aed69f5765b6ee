import Foundation
import Synchronization

/// The folder of the compiler's cache of C headers, shared by all runs.
///
/// The compiler manages these files, but it fails on one that is empty, truncated or foreign, and on all of them if the
/// folder was moved, because each contains its own path.
final class ClangModules: Sendable {
  let folder: URL
  private let wereRenewed = Atomic<Bool>(false)

  init(folder: URL) { self.folder = folder }

  /// Runs a compilation, and once more with new files if damaged ones may have caused a failure.
  ///
  /// - Throws: The error that `compile` throws.
  func mending(_ compile: () throws -> ToolProcess.Result) throws -> ToolProcess.Result {
    let result = try compile()
    // Once is enough: a second failure of this kind has another cause.
    guard mayExplain(result), !wereRenewed.exchange(true, ordering: .relaxed) else { return result }
    return try renewed(compile)
  }

  /// True if damaged files may have caused the failure: an error without a location in a source, or a crash.
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

  /// Removes temporary folders of killed runs; called while no other run is active.
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
