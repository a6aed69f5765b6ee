import Foundation
import NotebookKit

extension Console {
  /// Builds a notebook's packages and sources, and shows how that continues. A request to end reaches the build.
  ///
  /// - Throws: `CancellationError`, ``DependencyError``, the file system's errors.
  func build(
    _ notebook: Notebook, _ installation: Installation, _ interrupts: InterruptHandler
  ) throws -> NotebookDependencies {
    let builder = DependencyBuilder(notebook, installation: installation) { self.show($0) }
    interrupts.watch(builder)
    defer {
      interrupts.watch(nil)
      clear()
    }
    return try builder.build()
  }

  private func show(_ progress: DependencyProgress) {
    switch progress {
    case .began(let line, let what): begin("building \(what), line \(line)", line: line, what: what)
    case .advanced(let completed, let total, let what): advance(total > 0 ? "\(completed)/\(total) \(what)" : what)
    case .waiting: advance("waiting for another run that is building the same packages")
    case .ended(let line, let what, let seconds): end(line: line, what: what, seconds: seconds)
    case .warned(let warnings): note(warnings)
    }
  }
}
