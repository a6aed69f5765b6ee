import Foundation

/// The workspaces in the cache, taken away when they fill it.
enum PackageCache {
  /// Removes builds that a later one of the same workspace replaced, and the workspaces that were not used for longest,
  /// until `capacity` bytes are left. Only a run that is alone may call it.
  static func trim(_ folder: URL, capacity: Int) {
    let workspaces = contents(of: folder).filter { !$0.url.lastPathComponent.hasPrefix(".") }
    for workspace in workspaces {
      let builds = contents(of: workspace.url.appending(path: "products")).sorted { $0.date < $1.date }
      let drafts = builds.filter { $0.url.lastPathComponent.hasPrefix(".draft-") }
      let finished = builds.filter { !$0.url.lastPathComponent.hasPrefix(".draft-") }
      for build in drafts + finished.dropLast() { try? FileManager.default.removeItem(at: build.url) }
    }
    let sized = workspaces.map { (url: $0.url, date: $0.date, size: size(of: $0.url)) }
    var total = sized.reduce(0) { $0 + $1.size }
    for workspace in sized.sorted(by: { $0.date < $1.date }) where total > capacity {
      try? FileManager.default.removeItem(at: workspace.url)
      total -= workspace.size
    }
  }

  private static func contents(of folder: URL) -> [(url: URL, date: Date)] {
    let keys: Set<URLResourceKey> = [.contentModificationDateKey]
    let urls =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: Array(keys))) ?? []
    return urls.map { ($0, (try? $0.resourceValues(forKeys: keys).contentModificationDate) ?? .distantPast) }
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
