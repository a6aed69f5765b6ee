import Foundation
import Synchronization

/// A watch on a notebook and other files, however they are changed: written, replaced by rename, removed, created
/// again.
///
/// Their folders are watched, because editors that write and rename change a file's identity. A file whose folder is
/// missing is found when the folder is created.
///
/// It is Sendable because its state is protected by a lock, and a dispatch source may be called from any thread.
package final class FileWatcher: @unchecked Sendable {
  private let notebook: URL
  private let inotify: Inotify
  private let state: Mutex<State>
  private let signal: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation
  private let source: any DispatchSourceRead

  private struct State {
    var plan = WatchPlan(files: [])
    /// The folder of each watch of the system.
    var folders: [Int32: String] = [:]
    var changed: Set<URL> = []
  }

  /// - Throws: ``LiveError/notWatchable(path:reason:)``.
  package init(_ notebook: URL) throws(LiveError) {
    self.notebook = notebook
    inotify = try Inotify(for: notebook.path)
    state = Mutex(State())
    (signal, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    source = DispatchSource.makeReadSource(fileDescriptor: inotify.descriptor, queue: .global())
    source.setEventHandler { [weak self] in self?.takeEvents() }
    source.setCancelHandler { [inotify, continuation] in
      inotify.close()
      continuation.finish()
    }
    source.resume()
    try watch([])
  }

  deinit { source.cancel() }

  /// The files that changed since the last element. Several changes before the next request are one element.
  package var changes: AsyncStream<Set<URL>> {
    AsyncStream { [weak self, signal] in
      for await _ in signal {
        guard let changed = self?.takeChanged() else { return nil }
        if !changed.isEmpty { return changed }
      }
      return nil
    }
  }

  /// Watches additional files, instead of those of the last call.
  ///
  /// - Throws: ``LiveError/notWatchable(path:reason:)`` if the system has no more watches; the others stay watched.
  package func watch(_ files: Set<URL>) throws(LiveError) {
    let plan = WatchPlan(files: files.union([notebook]))
    let failure = state.withLock { state in
      state.plan = plan
      return arm(&state)
    }
    if let failure { throw failure }
  }

  private func takeChanged() -> Set<URL> {
    state.withLock { state in
      defer { state.changed = [] }
      return state.changed
    }
  }

  // MARK: - Events

  private func takeEvents() {
    let events = inotify.events()
    let hasChanged = state.withLock { state in
      var needsArming = false
      for event in events {
        guard let name = event.name, let folder = state.folders[event.watch] else {
          // Too many events, or a folder is gone: any file may have changed.
          if event.isOverflow || state.folders[event.watch] != nil {
            state.changed.formUnion(
              event.isOverflow ? state.plan.files : state.plan.files(in: event.folder(state.folders)))
            needsArming = true
          }
          continue
        }
        guard let interest = state.plan.interest(in: folder, name: name) else { continue }
        if !event.isEmptyBeginning(in: folder) { state.changed.formUnion(interest.files) }
        if !interest.waiting.isEmpty {
          state.changed.formUnion(interest.waiting.filter { FileManager.default.fileExists(atPath: $0.path) })
          needsArming = true
        }
      }
      if needsArming {
        state.plan = WatchPlan(files: state.plan.files)
        _ = arm(&state)
      }
      return !state.changed.isEmpty
    }
    if hasChanged { continuation.yield() }
  }

  /// Has the system watch the folders of the plan, and no others.
  private func arm(_ state: inout State) -> LiveError? {
    var folders: [Int32: String] = [:]
    var failure: LiveError?
    for folder in state.plan.folders {
      do {
        folders[try inotify.watch(folder)] = folder
      } catch {
        failure = error
      }
    }
    for watch in state.folders.keys where folders[watch] == nil { inotify.forget(watch) }
    state.folders = folders
    return failure
  }
}
