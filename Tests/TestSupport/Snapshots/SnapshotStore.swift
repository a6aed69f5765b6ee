import Foundation
import Testing

/// Expects that a text or an image equals the file `name` of the fixtures.
///
/// `ETUDE_RECORD=1` writes the file again, and a file that is missing is written in any case. Either fails the test, so
/// no run passes by what it has written itself. A value that differs is written beside the file, as
/// `name.actual.extension`.
///
/// - Parameters:
///   - name: a path within `folder`, with its extension.
///   - folder: the repository's fixtures by default, also where `ETUDE_FIXTURES` names others.
public func expectSnapshot(
  of value: some Snapshot, named name: String, in folder: URL = Fixtures.repositoryFolder,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let store = SnapshotStore(folder: folder, isRecording: SnapshotStore.isRecordingAsked)
  if let complaint = try store.complaint(about: value, named: name) {
    Issue.record("\(complaint)", sourceLocation: sourceLocation)
  }
}

/// A folder of snapshots, which are compared with values or recorded from them.
package struct SnapshotStore {
  /// True if `ETUDE_RECORD` is 1.
  package static let isRecordingAsked = ProcessInfo.processInfo.environment["ETUDE_RECORD"] == "1"

  let folder: URL
  let isRecording: Bool

  package init(folder: URL, isRecording: Bool) {
    self.folder = folder
    self.isRecording = isRecording
  }

  /// Compares or records a value; nil if it is as expected.
  package func complaint(about value: some Snapshot, named name: String) throws -> String? {
    let file = folder.appending(path: name)
    let actual = file.deletingPathExtension().appendingPathExtension("actual.\(file.pathExtension)")
    let files = FileManager.default
    if files.fileExists(atPath: actual.path) { try files.removeItem(at: actual) }
    guard !isRecording, files.fileExists(atPath: file.path) else {
      try files.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try value.snapshotContent().write(to: file)
      return "Recorded \(file.path). Look at it, then test again without ETUDE_RECORD."
    }
    guard let difference = try value.snapshotDifference(from: Data(contentsOf: file)) else { return nil }
    try value.snapshotContent().write(to: actual)
    return """
      \(name) differs. \(difference)
      expected: \(file.path)
      actual:   \(actual.path)
      Look at both; ETUDE_RECORD=1 records the actual one.
      """
  }
}
