import Files
import Foundation
import KernelProtocol

/// The files that steps have made, each as it was when a step last ended.
///
/// A step that made a file and finds it there may leave it alone the next time. So somebody else's change to it is a reason
/// to run that step again: a run of the notebook would find the file changed as well.
struct MadeFiles: Sendable, Codable {
  /// Number of changes from outside after which nothing runs again for them: a process or a thread that a cell has left
  /// behind may go on changing a file.
  static let mostChanges = 3
  /// Bytes of the longest file of which the content is compared; of a longer one it is only told that it was written.
  private static let longest: UInt64 = 4 << 20

  private var left: [StepEffects.Variable: State] = [:]
  private var changes: [StepEffects.Variable: Int] = [:]

  private struct State: Codable {
    var stamp: FileStamp
    var content: ContentHash?

    init(_ stamp: FileStamp, of file: StepEffects.Variable) {
      self.stamp = stamp
      guard case .file(_, size: ...MadeFiles.longest, _, _) = stamp, let path = file.path,
        let data = try? Data(contentsOf: URL(filePath: path))
      else { return }
      content = ContentHash(data)
    }
  }

  /// Takes in how files are after a step.
  mutating func note(_ files: some Sequence<StepEffects.Variable>) {
    for file in files {
      let stamp = FileStamp(ofFileAt: file.path ?? "")
      // What else is in a folder that a step makes is not of its making.
      if case .folder = stamp { continue }
      if left[file]?.stamp != stamp { left[file] = State(stamp, of: file) }
    }
  }

  /// Files that have had another content since a step last ended, or were removed or made.
  mutating func changedOutside() -> Set<StepEffects.Variable> {
    var changed: Set<StepEffects.Variable> = []
    for (file, state) in left {
      let stamp = FileStamp(ofFileAt: file.path ?? "")
      guard stamp != state.stamp else { continue }
      let now = State(stamp, of: file)
      left[file] = now
      if let content = now.content, content == state.content { continue }
      changes[file, default: 0] += 1
      changed.insert(file)
    }
    return changed
  }

  /// True if a file goes on changing although no step runs.
  func keepsChanging(_ file: StepEffects.Variable) -> Bool { changes[file, default: 0] >= Self.mostChanges }

  /// The files in an edited notebook, in which each may change as often again.
  var afterEdit: MadeFiles {
    var result = self
    result.changes = [:]
    return result
  }
}
