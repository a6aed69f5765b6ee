import Foundation
import Synchronization

/// Compiles the next step in parallel with the current one, assuming that it does not depend on it.
///
/// A second core would otherwise wait for most of the time. If the step's source is the same when its turn comes, so is
/// the outcome; else that is dropped.
final class CompilationAhead: Sendable {
  private struct State {
    var module = ""
    var source: StepSource?
    var outcome: ModuleOutcome?
    var tools: ToolGroup?
    var isCancelled = false
  }

  private let compiler: any ModuleCompiler
  private let queue = DispatchQueue(label: "compilation ahead")
  private let state = Mutex(State())

  init(compiler: any ModuleCompiler) { self.compiler = compiler }

  /// Begins to compile a step that is expected to have this source.
  func begin(_ step: RunStep, _ source: StepSource) {
    drop()
    let tools = ToolGroup()
    let mayBegin = state.withLock { state in
      if state.isCancelled { return false }
      (state.module, state.source, state.tools) = (step.module, source, tools)
      return true
    }
    guard mayBegin else { return }
    queue.async { [compiler] in
      // If this fails, for example because memory is short for two, it is tried again in its turn.
      let outcome = try? tools.run {
        try compiler.compile(
          module: step.module, source: source.source, imports: source.imports, options: source.options)
      }
      self.state.withLock { $0.outcome = outcome }
    }
  }

  /// The outcome of the started compilation, if it was of this module with this source; otherwise it is cancelled.
  func outcome(of module: String, _ source: StepSource) -> ModuleOutcome? {
    let begun = state.withLock { $0.module == module ? $0.source : nil }
    guard let begun, begun.compiles(as: source) else {
      drop()
      return nil
    }
    wait()
    defer { drop() }
    return state.withLock { $0.outcome }
  }

  /// Ends the compilations that were begun, and begins no more.
  func cancel() {
    state.withLock { state in
      state.isCancelled = true
      state.tools?.end()
    }
  }

  /// Waits until nothing is compiled any more.
  func wait() { queue.sync {} }

  private func drop() {
    state.withLock { $0.tools }?.end()
    wait()
    state.withLock { ($0.module, $0.source, $0.outcome, $0.tools) = ("", nil, nil, nil) }
  }
}

extension StepSource {
  /// True if the compiler is given the same for both.
  fileprivate func compiles(as other: StepSource) -> Bool {
    options == other.options && imports == other.imports && source == other.source
  }
}

extension StepSource {
  /// True if a step with these words seems to see the same below the source as without it.
  func seemsNothing(to words: CellWords) -> Bool {
    // The parser omits code in a branch.
    if words.mayStateConformance || writtenCell?.contains("#if") == true { return false }
    return items.allSatisfy { item in
      item.kind != .importing && item.introducer != "extension" && !item.declaresWithoutName
        && item.names.allSatisfy { !words.names.contains($0.name) }
    }
  }
}
