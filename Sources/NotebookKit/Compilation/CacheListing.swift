import Foundation

/// The entries of a folder in the cache, those first that were not used for longest.
package struct CacheListing {
  package struct Entry {
    package let url: URL
    /// Time of the last use.
    package let date: Date

    /// True for the remains of a killed run: the folder of an entry, or the draft of a file. Those of this
    /// process are being written.
    package var isDraft: Bool {
      let name = url.lastPathComponent
      return name.hasPrefix(".draft-") && !name.hasPrefix(".draft-\(getpid())-")
        || name.hasPrefix(".") && name.hasSuffix(".draft") && !name.contains(".\(getpid())-")
    }
  }

  /// Entries without drafts and without files whose names begin with a dot.
  package let finished: [Entry]
  package let drafts: [Entry]

  package init(_ folder: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let entries = names.map { name in
      let url = folder.appending(path: name)
      return Entry(url: url, date: Self.status(of: url.path).map { Date($0.st_mtim) } ?? .distantPast)
    }
    .sorted { $0.date < $1.date }
    finished = entries.filter { !$0.url.lastPathComponent.hasPrefix(".") }
    drafts = entries.filter(\.isDraft)
  }

  /// Removes entries, those first that were not used for longest, until `capacity` bytes are left, and the drafts.
  package func trim(to capacity: Int) {
    remove(drafts)
    if isFar(below: capacity) { return }
    let sizes = finished.map { Self.size(of: $0.url.path) }
    var total = sizes.reduce(0, +)
    for (entry, size) in zip(finished, sizes) where total > capacity {
      remove([entry])
      total -= size
    }
  }

  func remove(_ entries: some Sequence<Entry>) {
    for entry in entries { try? FileManager.default.removeItem(at: entry.url) }
  }

  /// True if a sample shows that the entries are far from filling `capacity`. Their names are hashes, so those that
  /// begin with one digit are a random sixteenth.
  private func isFar(below capacity: Int) -> Bool {
    let sample = finished.filter { $0.url.lastPathComponent.hasPrefix("0") }
    guard sample.count >= 64 else { return false }
    return sample.reduce(0) { $0 + Self.size(of: $1.url.path) } * 16 < capacity / 4 * 3
  }

  /// Bytes of a file, or of all files in a folder.
  private static func size(of path: String) -> Int {
    guard let status = status(of: path) else { return 0 }
    guard status.st_mode & S_IFMT == S_IFDIR else { return Int(status.st_size) }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.reduce(0) { $0 + size(of: path + "/" + $1) }
  }

  // Foundation's attributes hold the names of owners as well, and look each of them up.
  private static func status(of path: String) -> stat? {
    var status = stat()
    return lstat(path, &status) == 0 ? status : nil
  }
}

extension Date {
  fileprivate init(_ time: timespec) {
    self.init(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
  }
}
