import Files
import Foundation
import NotebookKit
import Synchronization
import Testing

@Suite("Cache of compiled cells")
struct CellCacheTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")

  private func cache(capacity: Int = 1 << 30) throws -> CellCache {
    try CellCache(environment: ["XDG_CACHE_HOME": folder.path], capacity: capacity)
  }

  private func key(_ text: String) -> ContentHash { ContentHash(parts: [text]) }

  private func add(_ name: String, bytes: Int = 10, to cache: CellCache) throws {
    _ = try cache.makeEntry(key(name)) { try Data(count: bytes).write(to: $0.appending(path: "lib.so")) }
  }

  @Test("An entry is found by its key")
  func entriesAreFoundByTheirKey() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try cache()
    #expect(cache.entry(key("a")) == nil)
    try add("a", bytes: 7, to: cache)
    let entry = try #require(cache.entry(key("a")))
    #expect(try Data(contentsOf: entry.file("lib.so")).count == 7)
    #expect(cache.entry(key("b")) == nil)
  }

  @Test("An entry that has changed since it was created is invalid and is removed", arguments: Damage.allCases)
  func damagedEntryIsRemoved(damage: Damage) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try cache()
    try add("a", bytes: 100, to: cache)
    let entry = try #require(cache.entry(key("a")))
    try damage.apply(to: entry.file("lib.so"))
    #expect(cache.entry(key("a")) == nil)
    #expect(!FileManager.default.fileExists(atPath: entry.folder.path))
    try add("a", bytes: 100, to: cache)
    #expect(try Data(contentsOf: #require(cache.entry(key("a"))).file("lib.so")) == Data(count: 100))
  }

  @Test("An entry under another's key, or with another's file, is not an entry")
  func foreignEntryIsNone() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try cache()
    try add("a", to: cache)
    let entry = try #require(cache.entry(key("a")))
    try FileManager.default.copyItem(
      at: entry.folder, to: cache.folder.appending(path: key("b").hexadecimal))
    #expect(cache.entry(key("b")) == nil)
    try Data().write(to: entry.file("other"))
    #expect(cache.entry(key("a")) == nil)
  }

  @Test("A broken link at an entry's path is replaced by the entry")
  func linkInPlaceOfEntry() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try cache()
    for target in ["/nowhere/at/all", key("a").hexadecimal] {
      let entry = cache.folder.appending(path: key("a").hexadecimal)
      try? FileManager.default.removeItem(at: entry)
      try FileManager.default.createSymbolicLink(atPath: entry.path, withDestinationPath: target)
      #expect(cache.entry(key("a")) == nil)
      try add("a", to: cache)
      #expect(cache.entry(key("a")) != nil)
    }
  }

  @Test("A pipe or a device instead of a file is not part of an entry, and is not read")
  func pipeInPlaceOfFile() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try cache()
    for replace: (String) -> Void in [{ _ = mkfifo($0, 0o600) }, { _ = symlink("/dev/zero", $0) }] {
      try add("a", to: cache)
      let entry = try #require(cache.entry(key("a")))
      try FileManager.default.removeItem(at: entry.file("lib.so"))
      replace(entry.file("lib.so").path)
      #expect(cache.entry(key("a")) == nil)
    }
  }

  @Test("The cache is in the folder given by the variables")
  func cacheLiesWhereTheVariablesSay() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (home, caches) = (folder.appending(path: "home").path, folder.appending(path: "caches").path)
    for (environment, base) in [
      (["HOME": home], home + "/.cache"), (["HOME": home, "XDG_CACHE_HOME": caches], caches),
      (["HOME": home, "XDG_CACHE_HOME": ""], home + "/.cache"),
      (["HOME": home, "XDG_CACHE_HOME": "caches"], home + "/.cache"),
    ] {
      #expect(try CellCache(environment: environment).folder.path == base + "/etude/cells")
    }
  }

  @Test("Two runs may create an entry at the same time")
  func twoRunsMakeTheSameEntryAtOnce() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let caches = [try cache(), try cache()]
    let failures = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 200) { index in
      do {
        try add("shared-\(index / 8)", bytes: 1000, to: caches[index % 2])
        let entry = caches[1 - index % 2].entry(key("shared-\(index / 8)"))
        let size = try entry.map { try Data(contentsOf: $0.file("lib.so")).count }
        if size != 1000 { failures.withLock { $0 += 1 } }
      } catch {
        failures.withLock { $0 += 1 }
      }
    }
    #expect(failures.withLock { $0 } == 0)
    let drafts = try FileManager.default.contentsOfDirectory(atPath: caches[0].folder.path).filter {
      $0.hasPrefix(".draft")
    }
    #expect(drafts == [])
  }

  @Test("A draft that fails leaves nothing")
  func failedDraftLeavesNothing() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try cache()
    #expect(throws: CancellationError.self) { try cache.makeEntry(key("a")) { _ in throw CancellationError() } }
    #expect(cache.entry(key("a")) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: cache.folder.path) == [".lock"])
  }

  /// The remains of a killed run are not an entry, and are removed when a run is alone.
  @Test("A draft of a killed run is not an entry, and is removed")
  func draftOfAKilledRunIsIgnoredAndRemoved() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try cache()
    let draft = cache.folder.appending(path: ".draft-1-killed")
    try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
    try Data(count: 5).write(to: draft.appending(path: "lib.so"))
    try add("a", to: cache)
    cache.trim()
    #expect(!FileManager.default.fileExists(atPath: draft.path))
    #expect(cache.entry(key("a")) != nil)
  }

  @Test("Trimming removes the entry that was used longest ago")
  func trimmingRemovesTheOldestUse() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try cache(capacity: 2500)
    for (age, name) in ["new", "middle", "old"].enumerated() {
      try add(name, bytes: 1000, to: cache)
      let entry = try #require(cache.entry(key(name)))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -1000 * Double(age + 1))], ofItemAtPath: entry.folder.path)
    }
    // Use makes young again.
    _ = cache.entry(key("old"))
    cache.trim()
    #expect(cache.entry(key("old")) != nil)
    #expect(cache.entry(key("new")) != nil)
    #expect(cache.entry(key("middle")) == nil)
  }

  @Test("Nothing is trimmed while another run is there")
  func nothingIsTrimmedWhileAnotherRunIsThere() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try cache(capacity: 100)
    var other: CellCache? = try self.cache()
    try add("a", bytes: 1000, to: cache)
    cache.trim()
    #expect(cache.entry(key("a")) != nil)
    #expect(other != nil)
    other = nil
    cache.trim()
    #expect(cache.entry(key("a")) == nil)
  }

  @Test("A folder that cannot be used is reported with the setting to change")
  func unusableFolderIsNamed() throws {
    let error = try #require(throws: CompilationError.self) {
      try CellCache(environment: ["XDG_CACHE_HOME": "/proc/none"])
    }
    let text = error.description
    #expect(text.hasPrefix("The cache folder /proc/none/etude/cells cannot be used: "))
    #expect(text.hasSuffix(". Set XDG_CACHE_HOME to a writable folder."))
    #expect(!text.contains(".. "))
  }
}
