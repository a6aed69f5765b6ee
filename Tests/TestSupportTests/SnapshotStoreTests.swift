import Foundation
import TestSupport
import Testing

@Suite("Snapshots")
struct SnapshotStoreTests {
  @Test("A missing snapshot is recorded and fails")
  func missingSnapshotsAreRecorded() throws {
    try withTemporaryFolder { folder throws in
      let store = SnapshotStore(folder: folder, isRecording: false)
      #expect(try store.complaint(about: "one\n", named: "sub/a.txt")?.hasPrefix("Recorded ") == true)
      #expect(try String(contentsOf: folder.appending(path: "sub/a.txt"), encoding: .utf8) == "one\n")
      #expect(try store.complaint(about: "one\n", named: "sub/a.txt") == nil)
    }
  }

  @Test("Recording fails, equal snapshots or not", arguments: ["one", "two"])
  func recordingFails(text: String) throws {
    try withTemporaryFolder { folder throws in
      try Data("one".utf8).write(to: folder.appending(path: "a.txt"))
      let store = SnapshotStore(folder: folder, isRecording: true)
      #expect(try store.complaint(about: text, named: "a.txt")?.hasPrefix("Recorded ") == true)
      #expect(try String(contentsOf: folder.appending(path: "a.txt"), encoding: .utf8) == text)
    }
  }

  @Test("A text that differs is written beside the expected one until it agrees")
  func otherTextsAreWrittenBeside() throws {
    try withTemporaryFolder { folder throws in
      let (expected, actual) = (folder.appending(path: "a.txt"), folder.appending(path: "a.actual.txt"))
      try Data("one\ntwo".utf8).write(to: expected)
      let store = SnapshotStore(folder: folder, isRecording: false)
      let complaint = try #require(try store.complaint(about: "one\nthree", named: "a.txt"))
      #expect(complaint.contains("Line 2 is “three”, expected “two”."))
      #expect(complaint.contains(expected.path) && complaint.contains(actual.path))
      #expect(try String(contentsOf: actual, encoding: .utf8) == "one\nthree")
      #expect(try String(contentsOf: expected, encoding: .utf8) == "one\ntwo")
      #expect(try store.complaint(about: "one\ntwo", named: "a.txt") == nil)
      #expect(!FileManager.default.fileExists(atPath: actual.path))
    }
  }

  @Test("A text that ends early differs at its end")
  func shortTextsDiffer() {
    #expect("one".snapshotDifference(from: Data("one\ntwo".utf8)) == "Line 2 is the end, expected “two”.")
  }
}
