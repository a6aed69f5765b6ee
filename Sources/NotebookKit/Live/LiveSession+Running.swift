import Files
import Foundation
import Synchronization

/// Running what is stale.
extension LiveSession {
  /// Runs what is asked for, and what is stale and runs unasked.
  ///
  /// - Throws: ``ExecutionError`` if no kernel can be started.
  package func perform(_ request: Request) async throws {
    do { try await run(request) } catch {
      showEnd()
      throw error
    }
  }

  /// Number of times that a step runs unasked before it waits, if files that it reads change while it runs, and of kernels
  /// that may end by themselves before it.
  static let mostRuns = 3

  func run(_ request: Request) async throws {
    guard hasAdopted else { return }
    work.withLock { ($0.isStopping, $0.isInterrupted) = (false, false) }
    var asked = live.positions(of: request)
    if request == .all {
      await session.endKernel()
      hasKernel = false
      live.expire(live.steps.indices)
    }
    var runs: [Int: Int] = [:]
    var passesWithoutStep = 0
    while passesWithoutStep < Self.mostRuns {
      if hasKernel { hasKernel = await session.hasKernel }
      let unsteady = Set(runs.filter { $0.value >= Self.mostRuns }.keys)
      let planner = live.planner(kernel: kernel, hasKernel: hasKernel, loaded: loadedConformances, unsteady: unsteady)
      let plan = planner.plan(asked: asked)
      let described = live.steps.indices.filter { isToDescribe($0) }
      waiting = plan.waiting
      if plan.steps.isEmpty && described.isEmpty || ends { break }
      queued = Set(plan.steps)
      show()
      if (plan.isFresh || !hasKernel) && !plan.steps.isEmpty { try await renewKernel() }
      try await beginPass()
      let done = try await pass(over: queued.union(described))
      asked.subtract(done)
      for position in done { runs[position, default: 0] += 1 }
      // Kernels that end by themselves before each step leave it stale.
      passesWithoutStep = done.isEmpty ? passesWithoutStep + 1 : 0
      if !(await session.goesOn) { break }
    }
    queued = []
    show()
  }

  /// The steps of a pass in the notebook's order.
  ///
  /// - Returns: Those that were performed.
  func pass(over positions: Set<Int>) async throws -> Set<Int> {
    var done: Set<Int> = []
    for position in live.steps.indices {
      // A step that could not run may have become able to by what ran above; it is planned in its turn.
      let isLeft = !queued.contains(position) && !isToDescribe(position)
      guard positions.contains(position), !isLeft else {
        await session.passOver(live.steps[position])
        continue
      }
      if ends { return done }
      queued.remove(position)
      if !hasKernel, !isToDescribe(position) { return done }
      guard try await perform(position) else { return done }
      done.insert(position)
    }
    return done
  }

  /// True if a step cannot run, and its record does not yet say why.
  func isToDescribe(_ position: Int) -> Bool {
    let step = live.steps[position]
    return !step.isFresh && (!step.compiles || live.reasons[position] != nil)
  }

  /// - Returns: False if it was not executed, since the pass was stopped or the kernel ended before it.
  @discardableResult
  func perform(_ position: Int) async throws -> Bool {
    let step = live.steps[position]
    let firstValues = live.firstValues(of: position)
    try await load(before: position)
    guard let outcome = try await session.perform(step, kept: live.reasons[position]) else {
      hasKernel = await session.hasKernel
      return false
    }
    live.note(outcome, at: position)
    outcomeCount += 1
    if outcome.hasRun {
      noteLoaded(step)
      var effects = step.effects
      effects.add(live.steps[position].fileEffects)
      // Nobody knows what an interrupted step has left.
      let version = outcome.wasInterrupted ? ContentHash(parts: [UUID().uuidString]) : live.steps[position].version
      kernel.note(
        effects, version: version, unit: step.step.unit, seconds: outcome.seconds ?? 0, firstValues: firstValues)
    }
    waiting[position] = nil
    hasKernel = await session.hasKernel
    show()
    return true
  }

  /// Loads the libraries of steps above one that did not run in this kernel, for their functions and types.
  func load(before position: Int) async throws {
    guard hasKernel else { return }
    for step in live.steps[..<position]
    where step.compiles && step.isVisible && !loaded.contains(step.step.unit) {
      noteLoaded(step)
      try await session.load(step)
    }
  }

  func noteLoaded(_ step: LiveStep) {
    loaded.insert(step.step.unit)
    if step.statesConformances { loadedConformances.insert(step.step.unit) }
  }

  func renewKernel() async throws {
    board.show(.starting)
    hasKernel = false
    kernel = kernel.renewed
    loaded = []
    loadedConformances = []
    kernelNumber += 1
    await session.whenKernelIsLost { [weak self, kernelNumber] in
      Task { await self?.noteEnd(ofKernel: kernelNumber) }
    }
    try await session.renewKernel()
    hasKernel = await session.hasKernel
    board.show(.idle)
  }

  func noteEnd(ofKernel number: Int) {
    // Another one may have been started meanwhile.
    guard number == kernelNumber, hasKernel else { return }
    hasKernel = false
    board.show(.ended)
  }

  func beginPass() async throws {
    try await session.beginPass(over: live.report(stamp: stamp))
  }
}
