import Foundation

/// The entries of a folder in the cache, those first that were not used for longest.
struct CacheListing {
  struct Entry {
    let url: URL
    /// Time of the last use.
    let date: Date

    /// True for what a run that was killed had not finished.
    var isDraft: Bool { url.lastPathComponent.hasPrefix(".draft-") }
  }

  /// Entries without drafts and without files whose names begin with a dot.
  let finished: [Entry]
  let drafts: [Entry]

  init(_ folder: URL) {
    let keys: Set<URLResourceKey> = [.contentModificationDateKey]
    let urls =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: Array(keys))) ?? []
    let entries = urls.map {
      Entry(url: $0, date: (try? $0.resourceValues(forKeys: keys).contentModificationDate) ?? .distantPast)
    }
    .sorted { $0.date < $1.date }
    finished = entries.filter { !$0.url.lastPathComponent.hasPrefix(".") }
    drafts = entries.filter(\.isDraft)
  }

  /// Removes entries, those first that were not used for longest, until `capacity` bytes are left, and the drafts.
  func trim(to capacity: Int) {
    remove(drafts)
    let sizes = finished.map { Self.size(of: $0.url) }
    var total = sizes.reduce(0, +)
    for (entry, size) in zip(finished, sizes) where total > capacity {
      remove([entry])
      total -= size
    }
  }

  func remove(_ entries: some Sequence<Entry>) {
    for entry in entries { try? FileManager.default.removeItem(at: entry.url) }
  }

  private static func size(of folder: URL) -> Int {
    guard let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.fileSizeKey]) else {
      return 0
    }
    var total = 0
    while let file = files.nextObject() as? URL {
      total += (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
    }
    return total
  }
}
