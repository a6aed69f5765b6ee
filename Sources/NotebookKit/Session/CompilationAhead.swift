import Foundation
import Synchronization

/// Compiles the step after the one at work beside it, as if it needed nothing of that.
///
/// A second core would otherwise wait for most of the time. If the step's source is the same when its turn comes, so is
/// the outcome; else that is dropped.
final class CompilationAhead: Sendable {
  private struct State {
    var source: StepSource?
    var outcome: Result<ModuleOutcome, any Error>?
  }

  private let compiler: any ModuleCompiler
  private let tools: ToolGroup
  private let queue = DispatchQueue(label: "compilation ahead")
  private let state = Mutex(State())

  init(compiler: any ModuleCompiler, tools: ToolGroup) {
    self.compiler = compiler
    self.tools = tools
  }

  /// Begins to compile a step that is expected to have this source.
  func begin(_ step: RunStep, _ source: StepSource) {
    wait()
    state.withLock { $0 = State(source: source) }
    queue.async { [compiler, tools] in
      let outcome = Result {
        try ToolGroup.$current.withValue(tools) {
          try compiler.compile(
            module: step.module, source: source.source, imports: source.imports, options: source.options)
        }
      }
      self.state.withLock { $0.outcome = outcome }
    }
  }

  /// The outcome of what was begun, if that had this source.
  ///
  /// - Throws: What the compiler throws.
  func outcome(of source: StepSource) throws -> ModuleOutcome? {
    guard let begun = state.withLock({ $0.source }), begun.compiles(as: source) else { return nil }
    wait()
    return try state.withLock { state in
      defer { state = State() }
      return try state.outcome?.get()
    }
  }

  /// Waits until nothing is compiled any more.
  func wait() { queue.sync {} }
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
    // The parse leaves out what stands in a branch.
    if words.mayStateConformance || writtenCell?.contains("#if") == true { return false }
    return items.allSatisfy { item in
      item.kind != .importing && item.introducer != "extension" && !item.declaresWithoutName
        && item.names.allSatisfy { !words.names.contains($0.name) }
    }
  }
}
