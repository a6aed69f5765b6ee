import Foundation
import Synchronization

/// Compiles the steps of a plan in order, ahead of their execution, on a separate thread; another thread links.
///
/// Compiling a step needs only the interfaces of the steps before it, so it overlaps with their execution and with the
/// linking of their libraries.
final class CompilationPipeline: Sendable {
  private struct State {
    /// The steps as they were compiled: with a memory, under the names that it gives them.
    var steps: [RunStep]
    var results: [StepCompilation?]
    /// Changes that the steps made to the scope of later steps.
    var additions: [CompiledScope.Addition?]
    /// The scope after the last step, once all are compiled.
    var finalScope: CompiledScope?
    var waiting: [Int: CheckedContinuation<StepCompilation, Never>] = [:]
    var isCancelled = false
    var isCompiling = false
    /// Continuations that wait for the end of the thread.
    var ended: [CheckedContinuation<Void, Never>] = []
  }

  private let steps: [RunStep]
  private let memory: CompilationMemory?
  private let initialScope: CompiledScope
  private let compiler: any ModuleCompiler
  private let linking = DispatchQueue(label: "linking")
  private let tools = ToolGroup()
  /// Steps are compiled ahead alternately, so the next one starts before the current one has ended.
  private let ahead: [CompilationAhead]
  private let state: Mutex<State>

  /// A pipeline of a plan whose first step sees `scope`.
  ///
  /// - Parameter memory: Steps that need no compiler, since they were compiled before.
  init(
    _ plan: RunPlan, in scope: CompiledScope, compiler: any ModuleCompiler, memory: CompilationMemory? = nil
  ) {
    steps = plan.steps
    self.memory = memory
    initialScope = scope
    self.compiler = compiler
    ahead = (0..<2).map { _ in CompilationAhead(compiler: compiler) }
    let none = steps.count
    state = Mutex(
      State(
        steps: plan.steps, results: Array(repeating: nil, count: none), additions: Array(repeating: nil, count: none)))
  }

  /// Begins compiling; ``result(at:)`` returns the result of each step.
  func start() {
    state.withLock { $0.isCompiling = true }
    Thread.detachNewThread {
      ToolGroup.$current.withValue(self.tools) { self.compileAll() }
      for ahead in self.ahead { ahead.wait() }
      self.linking.sync {}
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

  /// Ends the compilation running and releases who waits for a step.
  func cancel() {
    let waiting = state.withLock { state in
      state.isCancelled = true
      defer { state.waiting = [:] }
      return state.waiting.values
    }
    tools.end()
    for ahead in ahead { ahead.cancel() }
    for continuation in waiting { continuation.resume(returning: cancelled) }
  }

  private var cancelled: StepCompilation { .failed(reason: "the run has ended") }
  private var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Waits until the step at a position of the plan is compiled and linked.
  func result(at position: Int) async -> StepCompilation {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state -> StepCompilation? in
        if let known = state.results[position] { return known }
        if state.isCancelled { return cancelled }
        state.waiting[position] = continuation
        return nil
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  /// The step at a position, once it is compiled.
  func step(at position: Int) -> RunStep { state.withLock { $0.steps[position] } }

  /// The scope after the first `count` steps, all of which are compiled.
  ///
  /// - Throws: The file system's errors.
  func scope(after count: Int) throws -> CompiledScope {
    let (final, additions) = state.withLock { ($0.finalScope, $0.additions.prefix(count)) }
    if count == steps.count, let final { return final }
    // A scope kept for each step would take memory that grows with the square of their number.
    var scope = initialScope
    for case .some(let addition) in additions { try scope.add(addition, compiler: compiler) }
    return scope
  }

  // MARK: - Compiling

  private func compileAll() {
    var scope = initialScope
    var parser = StepParser(steps, compiler: compiler, memory: memory)
    var keys: Set<CompilationMemory.Key> = []
    var next = Result { try steps.isEmpty ? [] : parser.items(at: 0) }
    for (position, step) in steps.enumerated() {
      if isCancelled { return }
      let current = next
      if position + 1 < steps.count { next = Result { try parser.items(at: position + 1) } }
      do {
        let items = try current.get()
        let source = scope.source(of: step, items: items, fileName: compiler.fileName)
        let key =
          memory == nil
          ? nil : CompilationMemory.key(of: step, source, imports: source.imports, used: &keys)
        if let key, let known = memory?.entry(for: key, of: step, in: scope) {
          if let addition = known.addition { try scope.add(addition, compiler: compiler) }
          publish(known.compilation, of: known.step, at: position)
          continue
        }
        if memory == nil, position + 1 < steps.count, let items = try? next.get() {
          begin(position + 1, items, after: source, in: scope)
        }
        let outcome = ahead[position % ahead.count].outcome(of: step.module, source)
        let compiled = try compile(memory?.named(step) ?? step, source, outcome, in: scope)
        let entry = key.flatMap { memory?.hashed(compiled, $0) } ?? compiled
        if let addition = entry.addition {
          try scope.add(addition, compiler: compiler)
          state.withLock { $0.additions[position] = addition }
        }
        if case .compiled(let module, _) = entry.compilation, module.unlinked != nil {
          linking.async {
            ToolGroup.$current.withValue(self.tools) { self.link(module, position, entry, key) }
          }
        } else {
          finish(entry, key, at: position)
        }
      } catch {
        publish(.failed(reason: String(describing: error)), of: step, at: position)
      }
    }
    state.withLock { [scope] in $0.finalScope = scope }
  }

  /// Also starts to compile the next step if it seems independent of the current one.
  private func begin(_ position: Int, _ items: [TopLevelItem], after current: StepSource, in scope: CompiledScope) {
    let step = steps[position]
    guard step.cell != nil, current.seemsNothing(to: step.words) else { return }
    ahead[position % ahead.count].begin(step, scope.source(of: step, items: items, fileName: compiler.fileName))
  }

  /// - Parameter known: The outcome of the first source, if it was compiled ahead.
  private func compile(
    _ step: RunStep, _ first: StepSource, _ known: ModuleOutcome?, in scope: CompiledScope
  ) throws -> CompilationMemory.Entry {
    // A run without documentation is better than none; `doc` reports the missing part.
    try? compiler.prepare(for: step)
    var diagnostics = ""
    var next: StepSource? = first
    var known = known
    while let source = next {
      let outcome =
        try known
        ?? compiler.compile(
          module: step.module, source: source.source, imports: source.imports, options: source.options)
      known = nil
      switch outcome {
      case .compiled(var module):
        if let better = try scope.source(
          of: step, insteadOf: source, warnings: module.warnings, module.occurrences, compiler: compiler)
        {
          next = better
          continue
        }
        (module.line, module.keepsLine) = (source.line, source.keepsLine)
        module.warnings = try scope.explanation(of: module.warnings, source: source, compiler: compiler)
        let isFirst = source.view == first.view && !source.isWithoutReplaced
        return CompilationMemory.Entry(
          step: step, compilation: .compiled(module, items: source.items),
          addition: .module(module.interface, module.occurrences, source),
          everything: isFirst ? nil : scope.everything)
      case .rejected(let text):
        next = try scope.source(of: step, after: source, diagnostics: text, compiler: compiler)
        if next == nil { diagnostics = try scope.rejection(text, source: source, compiler: compiler) }
      }
    }
    return CompilationMemory.Entry(
      step: step, compilation: .rejected(diagnostics: diagnostics),
      addition: step.cell.map { .missing(first.items, cell: $0.index + 1) }, everything: scope.everything,
      missing: scope.missing)
  }

  private func link(
    _ module: CompiledModule, _ position: Int, _ entry: CompilationMemory.Entry, _ key: CompilationMemory.Key?
  ) {
    if isCancelled { return }
    do {
      if let complaint = try compiler.link(module) {
        let diagnostics = CompilerDiagnostics(complaint)
          .moved(in: compiler.fileName) { $0 + entry.step.line - module.line }.description
        publish(.rejected(diagnostics: diagnostics), of: entry.step, at: position)
      } else {
        finish(entry, key, at: position)
      }
    } catch {
      publish(.failed(reason: String(describing: error)), of: entry.step, at: position)
    }
  }

  private func finish(_ entry: CompilationMemory.Entry, _ key: CompilationMemory.Key?, at position: Int) {
    if let key { memory?.store(entry, for: key) }
    publish(entry.compilation, of: entry.step, at: position)
  }

  private func publish(_ result: StepCompilation, of step: RunStep, at position: Int) {
    let continuation = state.withLock { state in
      state.steps[position] = step
      state.results[position] = result
      return state.waiting.removeValue(forKey: position)
    }
    continuation?.resume(returning: result)
  }
}
