import Files
import Foundation
import Synchronization

/// Compiled cells by the hash of all their inputs, shared between runs.
///
/// An entry is a folder that is written beside its place and then renamed, so a killed run leaves no partial entry and
/// concurrent runs cannot conflict. It contains a list of its files with their hashes (``EntryContents``): an entry
/// that differs from the list is removed. Each run holds a shared lock; the cache is trimmed, least recently used
/// first, only by a run that is alone.
package final class CellCache: Sendable {
  package let folder: URL
  /// Modules that the compiler created from C headers.
  let clangModules: ClangModules
  private let lock: Int32
  /// Bytes that the cells may hold when a run has ended.
  private let capacity: Int
  /// Bytes that the packages may hold then.
  private let packageCapacity: Int
  private let hasGrown = Atomic<Bool>(false)

  /// Opens the cache in `$XDG_CACHE_HOME/etude`, or `$HOME/.cache/etude`.
  ///
  /// - Throws: ``CompilationError/cacheUnusable(path:reason:)``.
  package init(
    environment: [String: String] = ProcessInfo.processInfo.environment, capacity: Int = 512 << 20,
    packageCapacity: Int = 4 << 30
  ) throws(CompilationError) {
    self.capacity = capacity
    self.packageCapacity = packageCapacity
    let base = Self.base(environment).appending(path: "etude")
    folder = base.appending(path: "cells")
    clangModules = ClangModules(folder: base.appending(path: "clang"))
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .cacheUnusable(path: folder.path, reason: SystemReason.of(error))
    }
    lock = open(folder.appending(path: ".lock").path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard lock >= 0 else { throw .cacheUnusable(path: folder.path, reason: SystemReason.ofLastCall) }
    flock(lock, LOCK_SH)
  }

  deinit { close(lock) }

  /// The user's folder of caches. A variable without an absolute path counts as unset, as the XDG specification
  /// requires.
  private static func base(_ environment: [String: String]) -> URL {
    func folder(_ variable: String) -> URL? {
      environment[variable].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
    }
    let home = folder("HOME") ?? FileManager.default.homeDirectoryForCurrentUser
    return folder("XDG_CACHE_HOME") ?? home.appending(path: ".cache")
  }

  /// The folder of the packages that notebooks request.
  var packages: URL { folder.deletingLastPathComponent().appending(path: "packages") }

  /// Bytes that the files of live sessions may hold.
  private static let sessionCapacity = 512 << 20

  /// The folder of outcomes that live sessions leave for later ones.
  var sessions: URL { folder.deletingLastPathComponent().appending(path: "sessions") }

  /// Bytes that formulas may hold.
  private static let formulaCapacity = 64 << 20

  /// The store of formulas, which needs no lock: each of its files is whole.
  static func formulas(environment: [String: String] = ProcessInfo.processInfo.environment) -> FormulaStore {
    FormulaStore(folder: base(environment).appending(path: "etude/formulas"))
  }

  /// Has this run trim the cache when it ends.
  func noteGrowth() { hasGrown.store(true, ordering: .relaxed) }

  /// The module map that replaces the headers of C libraries.
  var systemModuleMap: URL { folder.deletingLastPathComponent().appending(path: "system.modulemap") }

  /// The folder of a key's entry, if there is one.
  func folder(of key: ContentHash) -> URL { folder.appending(path: key.hexadecimal) }

  /// The intact entry of that key, if there is one; marks it as recently used. A damaged one is removed.
  package func entry(_ key: ContentHash) -> CacheEntry? {
    let folder = folder(of: key)
    guard utimes(folder.path, nil) == 0 else { return nil }
    if let contents = EntryContents(of: folder, key: key) { return CacheEntry(folder: folder, contents: contents) }
    try? FileManager.default.removeItem(at: folder)
    return nil
  }

  /// Makes an entry: `fill` writes its files into a fresh folder, which then takes its name.
  ///
  /// - Throws: The error that `fill` throws, or one of the file system.
  package func makeEntry(_ key: ContentHash, fill: (URL) throws -> Void) throws -> CacheEntry {
    hasGrown.store(true, ordering: .relaxed)
    let entry = folder(of: key)
    let draft = folder.appending(path: ".draft-\(getpid())-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: draft) }
    try fill(draft)
    let contents = try EntryContents(listing: draft, key: key)
    if rename(draft.path, entry.path) == 0 { return CacheEntry(folder: entry, contents: contents) }
    let reason = errno
    // A faster run has created the same entry; its files and hashes count. A link to nothing is not an
    // entry.
    if [EEXIST, ENOTEMPTY, ENOTDIR].contains(reason) {
      if let made = self.entry(key) { return made }
      // A damaged entry is replaced.
      try? FileManager.default.removeItem(at: entry)
      if rename(draft.path, entry.path) == 0 { return CacheEntry(folder: entry, contents: contents) }
    }
    throw POSIXError(POSIXErrorCode(rawValue: reason) ?? .EIO)
  }

  /// If this run has added entries and no other run is active, removes the least recently used entries, and the drafts
  /// of killed runs.
  package func trim() {
    // A failed conversion may lose the lock that was held.
    defer { flock(lock, LOCK_SH) }
    guard hasGrown.load(ordering: .relaxed), flock(lock, LOCK_EX | LOCK_NB) == 0 else { return }
    clangModules.removeLeftovers()
    CacheListing(folder).trim(to: capacity)
    CacheListing(sessions).trim(to: Self.sessionCapacity)
    CacheListing(folder.deletingLastPathComponent().appending(path: "formulas")).trim(to: Self.formulaCapacity)
    PackageCache.trim(packages, capacity: packageCapacity)
  }
}
