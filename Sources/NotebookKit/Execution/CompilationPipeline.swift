import Files
import Foundation
import Synchronization

/// Compiles the steps of a notebook in order, ahead of their execution, on a thread of its own.
///
/// A step's compilation needs only the interfaces of the steps before it, so that it hides behind their work.
final class CompilationPipeline: Sendable {
  /// What became of a step.
  enum Outcome: Sendable {
    case compiled(CellCompiler.Product, items: [TopLevelItem])
    case rejected(diagnostics: String)
    /// The compiler could not be run.
    case failed(reason: String)
  }

  private struct State {
    var outcomes: [Outcome?]
    var waiting: [Int: CheckedContinuation<Outcome, Never>] = [:]
    var isCancelled = false
  }

  private let steps: [RunStep]
  private let compiler: CellCompiler
  private let state: Mutex<State>

  init(steps: [RunStep], compiler: CellCompiler) {
    self.steps = steps
    self.compiler = compiler
    state = Mutex(State(outcomes: Array(repeating: nil, count: steps.count)))
  }

  /// Starts compiling; ``outcome(of:)`` tells what became of each step.
  func start() { Thread.detachNewThread { self.compileAll() } }

  /// Compiles nothing more, and lets nobody wait for the step at hand.
  func cancel() {
    let waiting = state.withLock { state in
      state.isCancelled = true
      defer { state.waiting = [:] }
      return state.waiting.values
    }
    for continuation in waiting { continuation.resume(returning: Self.cancelled) }
  }

  private static let cancelled = Outcome.failed(reason: "the run has ended")

  /// Waits until the step is compiled.
  func outcome(of place: Int) async -> Outcome {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state -> Outcome? in
        if let known = state.outcomes[place] { return known }
        if state.isCancelled { return Self.cancelled }
        state.waiting[place] = continuation
        return nil
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  // MARK: - Compiling

  private func compileAll() {
    var scope = Scope()
    var keys: [String: ContentHash] = [:]
    for (place, step) in steps.enumerated() {
      if state.withLock({ $0.isCancelled }) { return }
      let outcome = compile(step, place, &scope, &keys)
      let continuation = state.withLock { state in
        state.outcomes[place] = outcome
        return state.waiting.removeValue(forKey: place)
      }
      continuation?.resume(returning: outcome)
    }
  }

  private func compile(
    _ step: RunStep, _ place: Int, _ scope: inout Scope, _ keys: inout [String: ContentHash]
  ) -> Outcome {
    let module = step.moduleName(place: place)
    do {
      let unit = try unit(of: step, scope: scope)
      let upstream = scope.visibleModules.compactMap { keys[$0] }
      let outcome = try compiler.compile(
        module: module, source: unit.source, upstream: upstream, optimize: unit.optimize)
      switch outcome {
      case .rejected(let diagnostics): return .rejected(diagnostics: diagnostics)
      case .compiled(let product):
        keys[module] = product.key
        if unit.isVisible { scope.add(unit.items, module: module) }
        return .compiled(product, items: unit.items)
      }
    } catch {
      return .failed(reason: String(describing: error))
    }
  }

  /// A step as the source of a module.
  private struct Unit {
    var source: String
    var items: [TopLevelItem] = []
    var optimize = false
    /// Whether later cells see what it declares.
    var isVisible = false
  }

  private func unit(of step: RunStep, scope: Scope) throws -> Unit {
    let rewriter = CellRewriter(fileName: compiler.fileName)
    switch step {
    case .parameters(let parameters):
      return Unit(
        source: parameters.map(\.declaration).joined(separator: "\n") + "\n", items: parameters.map(\.item),
        isVisible: true)
    case .inlineValue(let value, _):
      return Unit(source: rewriter.inlineModule(value, prologue: scope.prologue))
    case .cell(let cell):
      let items = try compiler.items(of: cell.source) ?? []
      let source = rewriter.module(
        source: cell.source, line: cell.line, items: items, prologue: scope.prologue)
      // What a cell declares that is meant to trap goes with the copy of the kernel in which it runs.
      return Unit(
        source: source, items: items, optimize: cell.options.optimize, isVisible: cell.options.expect != .trap)
    }
  }
}
