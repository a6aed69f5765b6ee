import Foundation

/// The workspaces in the cache, removed when they fill it.
enum PackageCache {
  /// Removes builds that a later one of the same workspace replaced, and the workspaces that were not used for longest,
  /// until `capacity` bytes are left. Only a run that is alone may call it.
  static func trim(_ folder: URL, capacity: Int) {
    let workspaces = CacheListing(folder)
    for workspace in workspaces.finished {
      let builds = CacheListing(workspace.url.appending(path: "products"))
      builds.remove(builds.drafts + builds.finished.dropLast())
    }
    workspaces.trim(to: capacity)
  }
}
