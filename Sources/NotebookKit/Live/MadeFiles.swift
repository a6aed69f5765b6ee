import Files
import Foundation
import KernelProtocol

/// The files that steps have written, each in its state when a step last ended.
///
/// A step that wrote a file and finds it may leave it unchanged the next time. So a change of it by another program
/// also changes the step's result: a run of the notebook would find the changed file, too.
struct MadeFiles: Sendable, Codable {
  /// Number of outside changes after which they no longer trigger runs: a process or a thread left by a cell may keep
  /// changing a file.
  static let mostChanges = 3
  /// Maximum size of a file whose content is compared; for a larger file, any write counts as a change.
  private static let longest: UInt64 = 4 << 20

  private var files: [StepEffects.Variable: File] = [:]

  private struct File: Codable {
    var stamp: FileStamp
    var content: ContentHash?
    /// Number of changes from outside.
    var changes = 0
    /// Their number when the notebook was last edited.
    var changesBeforeEdit = 0

    init(_ stamp: FileStamp, of file: StepEffects.Variable) {
      self.stamp = stamp
      guard case .file(_, size: ...MadeFiles.longest, _, _) = stamp, let path = file.path,
        let data = try? Data(contentsOf: URL(filePath: path))
      else { return }
      content = ContentHash(data)
    }

    /// The current file, with its known changes.
    func updated(_ stamp: FileStamp, of file: StepEffects.Variable) -> File {
      var result = File(stamp, of: file)
      (result.changes, result.changesBeforeEdit) = (changes, changesBeforeEdit)
      return result
    }
  }

  /// Receives how files are after a step.
  mutating func note(_ variables: some Sequence<StepEffects.Variable>) {
    for variable in variables {
      let stamp = FileStamp(ofFileAt: variable.path ?? "")
      // Other content of a folder that a step creates is not its own.
      if case .folder = stamp { continue }
      guard let known = files[variable] else {
        files[variable] = File(stamp, of: variable)
        continue
      }
      if known.stamp != stamp { files[variable] = known.updated(stamp, of: variable) }
    }
  }

  /// Finds the files that were changed, removed or created since a step last ended.
  mutating func changedOutside() -> Set<StepEffects.Variable> {
    var changed: Set<StepEffects.Variable> = []
    for (variable, known) in files {
      let stamp = FileStamp(ofFileAt: variable.path ?? "")
      guard stamp != known.stamp else { continue }
      var now = known.updated(stamp, of: variable)
      if now.content == nil || now.content != known.content {
        now.changes += 1
        changed.insert(variable)
      }
      files[variable] = now
    }
    return changed
  }

  /// Number of outside changes of a file.
  func changes(of variable: StepEffects.Variable) -> Int { files[variable]?.changes ?? 0 }

  /// True if a file continues changing although no step runs.
  func keepsChanging(_ variable: StepEffects.Variable) -> Bool {
    files[variable].map { $0.changes - $0.changesBeforeEdit >= Self.mostChanges } ?? false
  }

  /// The files in an edited notebook, where each may change that often again.
  var afterEdit: MadeFiles {
    var result = self
    for variable in files.keys { result.files[variable]?.changesBeforeEdit = changes(of: variable) }
    return result
  }
}
