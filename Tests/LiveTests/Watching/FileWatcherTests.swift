import Foundation
import Live
import TestSupport
import Testing

@Suite("Watching files") struct FileWatcherTests {
  /// A folder with a notebook `note.md`, and a watch on it and on some other files.
  private func withWatcher(
    others: [String] = [], _ body: (_ folder: URL, FileWatcher) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "watch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("old".utf8).write(to: folder.appending(path: "note.md"))
    let watcher = try FileWatcher(folder.appending(path: "note.md"))
    try watcher.watch(Set(others.map { folder.appending(path: $0) }))
    try await body(folder, watcher)
  }

  /// The names of the files that changed, once some have.
  private func names(_ watcher: FileWatcher) async -> Set<String>? {
    for await changed in watcher.changes { return Set(changed.map(\.lastPathComponent)) }
    return nil
  }

  enum Change: CaseIterable { case written, replaced, removed, movedAway, linked }

  @Test("A notebook is seen to change, however it does", arguments: Change.allCases)
  func ways(_ change: Change) async throws {
    try await withWatcher { folder, watcher in
      let file = folder.appending(path: "note.md")
      switch change {
      case .written: try Data("new".utf8).write(to: file)
      case .replaced: try Data("new".utf8).write(to: file, options: .atomic)
      case .removed: try FileManager.default.removeItem(at: file)
      case .movedAway: try FileManager.default.moveItem(at: file, to: folder.appending(path: "other.md"))
      case .linked:
        try FileManager.default.removeItem(at: file)
        try FileManager.default.createSymbolicLink(at: file, withDestinationURL: folder.appending(path: "real.md"))
      }
      #expect(await names(watcher) == ["note.md"])
    }
  }

  @Test("The changed file is named") func which() async throws {
    try await withWatcher(others: ["data.csv", "sub/more.csv"]) { folder, watcher in
      try Data("1".utf8).write(to: folder.appending(path: "unrelated.csv"))
      try Data("1".utf8).write(to: folder.appending(path: "data.csv"))
      #expect(await names(watcher) == ["data.csv"])
    }
  }

  @Test("A folder is seen to change when a file is created in it") func listedFolder() async throws {
    try await withWatcher { folder, watcher in
      let listed = folder.appending(path: "data")
      try FileManager.default.createDirectory(at: listed, withIntermediateDirectories: false)
      try watcher.watch([listed])
      try Data("1".utf8).write(to: listed.appending(path: "new.csv"))
      #expect(await names(watcher) == ["data"])
    }
  }

  @Test("A file in a folder that is created later is seen") func laterFolder() async throws {
    try await withWatcher(others: ["sub/deep/more.csv"]) { folder, watcher in
      let file = folder.appending(path: "sub/deep/more.csv")
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("1".utf8).write(to: file)
      #expect(await names(watcher) == ["more.csv"])
    }
  }

  @Test("A file whose folder is replaced by another is seen to change") func replacedFolder() async throws {
    try await withWatcher(others: ["sub/more.csv"]) { folder, watcher in
      let (sub, new) = (folder.appending(path: "sub"), folder.appending(path: "new"))
      for made in [sub, new] { try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true) }
      try watcher.watch([sub.appending(path: "more.csv")])
      try FileManager.default.moveItem(at: sub, to: folder.appending(path: "old"))
      #expect(await names(watcher) == ["more.csv"])
      try Data("1".utf8).write(to: new.appending(path: "more.csv"))
      try FileManager.default.moveItem(at: new, to: sub)
      #expect(await names(watcher) == ["more.csv"])
    }
  }

  @Test("A change of a symbolic link's target is noticed") func linkTarget() async throws {
    try await withWatcher(others: ["link.csv"]) { folder, watcher in
      let target = folder.appending(path: "elsewhere/real.csv")
      try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("1".utf8).write(to: target)
      let link = folder.appending(path: "link.csv")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
      try watcher.watch([link])
      try Data("2".utf8).write(to: target)
      #expect(await names(watcher) == ["link.csv"])
    }
  }

  @Test("Files that are no longer watched are not told") func unwatched() async throws {
    try await withWatcher(others: ["data.csv"]) { folder, watcher in
      try watcher.watch([])
      try Data("1".utf8).write(to: folder.appending(path: "data.csv"))
      try Data("2".utf8).write(to: folder.appending(path: "note.md"))
      #expect(await names(watcher) == ["note.md"])
    }
  }

  @Test("A notebook in a missing folder is found when the folder is created") func missingFolder() async throws {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "watch-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "note.md")
    let watcher = try FileWatcher(file)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("1".utf8).write(to: file)
    #expect(await names(watcher) == ["note.md"])
  }
}
