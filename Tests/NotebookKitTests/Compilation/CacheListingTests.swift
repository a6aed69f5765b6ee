import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("The entries of a cache's folder")
struct CacheListingTests {
  /// Creates a file of some bytes that was used a number of seconds after the first.
  private func make(_ name: String, _ bytes: Int, age: Int, in folder: URL) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(count: bytes).write(to: file)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9 + Double(age))], ofItemAtPath: file.path)
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test("Entries are in the order of their last use, and hidden files are ignored")
  func order() throws {
    try withTemporaryFolder { folder throws in
      try make("c", 1, age: 1, in: folder)
      try make("a", 1, age: 3, in: folder)
      try make("b", 1, age: 2, in: folder)
      try make(".lock", 1, age: 0, in: folder)
      #expect(CacheListing(folder).finished.map(\.url.lastPathComponent) == ["c", "b", "a"])
    }
  }

  @Test("A missing folder has no entries")
  func missing() {
    let listing = CacheListing(URL(filePath: "/proc/none"))
    #expect(listing.finished.isEmpty && listing.drafts.isEmpty)
  }

  @Test("Those that were not used for longest go first, until the rest fits")
  func trimming() throws {
    try withTemporaryFolder { folder throws in
      for (age, name) in ["a", "b", "c", "d"].enumerated() { try make(name, 100, age: age, in: folder) }
      CacheListing(folder).trim(to: 250)
      #expect(try names(folder) == ["c", "d"])
      CacheListing(folder).trim(to: 200)
      #expect(try names(folder) == ["c", "d"])
    }
  }

  @Test("A folder's size includes all of its content")
  func folders() throws {
    try withTemporaryFolder { folder throws in
      try make("old/x/y", 300, age: 0, in: folder)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: folder.appending(path: "old").path)
      try make("new", 100, age: 5, in: folder)
      CacheListing(folder).trim(to: 399)
      #expect(try names(folder) == ["new"])
    }
  }

  @Test("Drafts that a killed run has left are removed, however much fits; other hidden files stay")
  func drafts() throws {
    try withTemporaryFolder { folder throws in
      try make(".draft-12-ABC/part", 1, age: 0, in: folder)
      try make(".0a1b.4711-1.draft", 1, age: 0, in: folder)
      try make(".lock", 1, age: 0, in: folder)
      try make("0a1b", 1, age: 0, in: folder)
      // Another thread of this process writes these.
      try make(".draft-\(getpid())-ABC/part", 1, age: 0, in: folder)
      try make(".0a1b.\(getpid())-1.draft", 1, age: 0, in: folder)
      #expect(CacheListing(folder).drafts.count == 2)
      CacheListing(folder).trim(to: 1 << 20)
      let own = "\(getpid())-"
      #expect(try names(folder).filter { !$0.contains(own) } == [".lock", "0a1b"])
      #expect(try names(folder).count == 4)
    }
  }

  @Test("A full cache is trimmed also when there are many entries")
  func many() throws {
    try withTemporaryFolder { folder throws in
      // Names are hashes, of which a sample is measured.
      for number in 0..<1100 { try make(String(format: "%02x%03d", number % 256, number), 10, age: number, in: folder) }
      CacheListing(folder).trim(to: 1 << 20)
      #expect(try names(folder).count == 1100)
      CacheListing(folder).trim(to: 1000)
      #expect(try names(folder).count == 100)
    }
  }
}
