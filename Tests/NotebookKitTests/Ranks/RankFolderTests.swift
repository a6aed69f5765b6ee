import Display
import Foundation
import NotebookKit
import Testing

@Suite("The folder in which ranks meet")
struct RankFolderTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")

  /// A rank of a run of three.
  private func rank(_ rank: Int, job: String = "job") throws -> RankFolder {
    let environment = [
      "OMPI_COMM_WORLD_RANK": "\(rank)", "OMPI_COMM_WORLD_SIZE": "3", "PMIX_NAMESPACE": job,
      "ETUDE_RANK_TIMEOUT": "7",
    ]
    return try RankFolder(
      try #require(LaunchedRank(environment)), of: URL(filePath: "note.md"), in: folder, environment: environment)
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  @Test("The first rank leaves once all others ask to, and they once it does")
  func leave() throws {
    defer { remove() }
    let first = try rank(0)
    #expect(first.patience == 7)
    let second = try rank(1)
    #expect(try first.askLeave()?.rank == 1)
    #expect(try second.askLeave()?.rank == 0)
    let waiting = try #require(try first.askLeave())
    #expect(waiting.rank == 2 && waiting.reason == "it left no sign in \(first.folder.path), which all ranks must see.")
    let third = try rank(2)
    #expect(try first.askLeave()?.reason == "it was still at work.")
    #expect(try third.askLeave()?.rank == 0)
    #expect(try first.askLeave() == nil)
    #expect(try second.askLeave() == nil)
    #expect(try third.askLeave() == nil)
  }

  @Test("A rank whose process is gone without an end in order was killed, however far it had come")
  func lost() throws {
    defer { remove() }
    let first = try rank(0)
    var second: RankFolder? = try rank(1)
    #expect(first.otherEnd == nil)
    _ = try second?.askLeave()
    second = nil
    let end = try #require(first.otherEnd)
    #expect(end.rank == 1 && end.reason == "it was killed, or its machine failed.")

    second = try rank(1)
    second?.end()
    second = nil
    #expect(first.otherEnd == nil)
  }

  @Test("Only the first rank looks for those that were killed; the others read the cause in its failure")
  func cause() throws {
    defer { remove() }
    let first = try rank(0)
    let third = try rank(2)
    do { _ = try rank(1) }
    #expect(third.otherEnd == nil)
    let end = try #require(first.otherEnd)
    first.fail(end.reason, becauseOf: end.rank)
    let heard = try #require(third.otherEnd)
    #expect(heard.rank == 1 && heard.reason == end.reason)
  }

  @Test("What another run has left is not taken for this one's")
  func otherRun() throws {
    defer { remove() }
    let old = try rank(1, job: "old")
    old.fail("old")
    _ = try old.askLeave()
    let first = try rank(0)
    #expect(first.otherEnd == nil)
    #expect(try first.askLeave()?.rank == 1)
  }

  @Test("A folder of somebody else's files is left alone")
  func otherFiles() throws {
    defer { remove() }
    try FileManager.default.createDirectory(at: folder.appending(path: "note.ranks"), withIntermediateDirectories: true)
    try Data().write(to: folder.appending(path: "note.ranks/thesis.txt"))
    #expect(throws: ExecutionError.self) { try rank(0) }
  }
}
