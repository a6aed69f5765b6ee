import Foundation
import Synchronization

/// Compiles the steps of a plan in order, ahead of their execution, on a thread of its own.
///
/// Compiling a step needs only the interfaces of the steps before it, so it overlaps with their execution.
final class CompilationPipeline: Sendable {
  /// A step's compilation, and the scope of the steps after it.
  struct Result: Sendable {
    var compilation: StepCompilation
    var scope: CompiledScope
  }

  private struct State {
    var results: [Result?]
    var waiting: [Int: CheckedContinuation<Result, Never>] = [:]
    var isCancelled = false
    var isCompiling = false
    /// Who waits for the end of the thread.
    var ended: [CheckedContinuation<Void, Never>] = []
  }

  private let steps: [RunStep]
  private let initialScope: CompiledScope
  private let compiler: any ModuleCompiler
  private let tools = ToolGroup()
  private let state: Mutex<State>

  /// A pipeline of a plan whose first step sees `scope`.
  init(_ plan: RunPlan, in scope: CompiledScope, compiler: any ModuleCompiler) {
    steps = plan.steps
    initialScope = scope
    self.compiler = compiler
    state = Mutex(State(results: Array(repeating: nil, count: steps.count)))
  }

  /// Begins compiling; ``result(at:)`` returns what became of each step.
  func start() {
    state.withLock { $0.isCompiling = true }
    Thread.detachNewThread {
      ToolGroup.$current.withValue(self.tools) { self.compileAll() }
      let ended = self.state.withLock { state in
        state.isCompiling = false
        defer { state.ended = [] }
        return state.ended
      }
      for continuation in ended { continuation.resume() }
    }
  }

  /// Waits until no compiler runs any more.
  func ended() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if state.isCompiling { state.ended.append(continuation) }
        return !state.isCompiling
      }
      if isOver { continuation.resume() }
    }
  }

  /// Ends the compilation at work and releases who waits for a step.
  func cancel() {
    let waiting = state.withLock { state in
      state.isCancelled = true
      defer { state.waiting = [:] }
      return state.waiting.values
    }
    tools.end()
    for continuation in waiting { continuation.resume(returning: cancelled) }
  }

  private var cancelled: Result {
    Result(compilation: .failed(reason: "the run has ended"), scope: initialScope)
  }

  /// Waits until the step at a position of the plan is compiled.
  func result(at position: Int) async -> Result {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state -> Result? in
        if let known = state.results[position] { return known }
        if state.isCancelled { return cancelled }
        state.waiting[position] = continuation
        return nil
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  // MARK: - Compiling

  private func compileAll() {
    var scope = initialScope
    for (position, step) in steps.enumerated() {
      if state.withLock({ $0.isCancelled }) { return }
      let result = Result(compilation: compile(step, &scope), scope: scope)
      let continuation = state.withLock { state in
        state.results[position] = result
        return state.waiting.removeValue(forKey: position)
      }
      continuation?.resume(returning: result)
    }
  }

  private func compile(_ step: RunStep, _ scope: inout CompiledScope) -> StepCompilation {
    do {
      let source = try StepSource(of: step, in: scope.names, compiler: compiler)
      let outcome = try compiler.compile(
        module: step.module, source: source.source, upstream: scope.upstream, options: source.options)
      switch outcome {
      case .rejected(let diagnostics):
        let folded = CompilerDiagnostics(diagnostics).foldingErrors(aboutNamesOf: scope.missing)
        if let cell = step.cell { scope.miss(source.items, ofCell: cell.index + 1) }
        return .rejected(diagnostics: folded.description)
      case .compiled(let module):
        try scope.add(
          module.name, key: module.key, occurrences: module.occurrences, source, compiler: compiler)
        return .compiled(module, items: source.items)
      }
    } catch {
      return .failed(reason: String(describing: error))
    }
  }
}
