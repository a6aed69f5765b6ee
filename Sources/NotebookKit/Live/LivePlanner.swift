import Files

/// Decides which steps of an edited notebook run next, and in which kernel.
///
/// A kernel contains the state of the steps executed in it. A step can be executed in a kernel if every needed
/// version of a variable exists there, or can be recomputed there; otherwise a fresh kernel executes it and its
/// ancestors. Slow steps wait until the user runs them.
package struct LivePlanner: Sendable {
  /// A step of the notebook as it is now.
  package struct Step: Sendable {
    /// The number by which kernels identify its module.
    package var unit: Int
    /// Tells its code and its inputs from all others.
    package var version: ContentHash
    package var effects: StepEffects
    /// True if its outputs are those of this version.
    package var isFresh: Bool
    /// Seconds that its last execution took.
    package var seconds: Double?
    package var policy: LivePolicy
    /// True if a kernel can run its module more than once. A module with static variables initialises them only once.
    package var isRepeatable: Bool
    /// True if it ended its kernel, so its results are unavailable.
    package var isLost: Bool
    /// True if it cannot run, because it does not compile or needs lost state.
    package var isKept: Bool
    /// True if it ran repeatedly, and a file that it reads changed each time.
    package var isUnsteady = false
    /// For each static variable that it may be the first to use, a hash of the versions that determine the first value.
    package var firstValues: [StepEffects.Variable: ContentHash] = [:]

    package init(
      unit: Int, version: ContentHash, effects: StepEffects = StepEffects(), isFresh: Bool = false,
      seconds: Double? = nil, policy: LivePolicy = .ask, isRepeatable: Bool = true, isLost: Bool = false,
      isKept: Bool = false
    ) {
      self.unit = unit
      self.version = version
      self.effects = effects
      self.isFresh = isFresh
      self.seconds = seconds
      self.policy = policy
      self.isRepeatable = isRepeatable
      self.isLost = isLost
      self.isKept = isKept
    }
  }

  package struct Plan: Equatable, Sendable {
    /// True if the steps run in a new kernel.
    package var isFresh = false
    /// Positions of the steps to execute, in order: stale steps, and steps whose state is needed again.
    package var steps: [Int] = []
    /// Steps that are stale and wait, and why.
    package var waiting: [Int: Reason] = [:]

    package init(isFresh: Bool = false, steps: [Int] = [], waiting: [Int: Reason] = [:]) {
      self.isFresh = isFresh
      self.steps = steps
      self.waiting = waiting
    }
  }

  /// The reason why a stale step waits.
  package enum Reason: Equatable, Sendable {
    /// It took this long the last time.
    case takesLong(seconds: Double)
    /// Its `live:` setting forbids to run it unasked.
    case isOff
    /// It needs a step that waits.
    case needs(Int)
    /// It needs the state of a step that took long, and the kernel no longer has it.
    case needsAgain(Int, seconds: Double)
    /// It needs a fresh kernel, which would lose the state of a slow step.
    case wouldLose(Int, seconds: Double)
    /// It ran repeatedly, and a file that it reads changed each time.
    case keepsChanging
  }

  /// Seconds above which a step is not executed unasked.
  package static let limit = 5.0

  private let steps: [Step]
  private let graph: DependencyGraph
  private let kernel: KernelState
  private let hasKernel: Bool
  private let isOutdated: Bool

  /// - Parameters:
  ///   - steps: The notebook's steps in order.
  ///   - kernel: The state of the present kernel, or of the last one.
  ///   - hasKernel: True if it is there and works.
  ///   - isOutdated: True if its state is impossible in a run of the notebook, so no step can run there.
  package init(
    _ steps: [Step], graph: DependencyGraph, kernel: KernelState, hasKernel: Bool, isOutdated: Bool = false
  ) {
    self.isOutdated = isOutdated
    self.steps = steps
    self.graph = graph
    self.kernel = hasKernel ? kernel : kernel.renewed
    self.hasKernel = hasKernel
  }

  private var stale: Set<Int> { Set(steps.indices.filter { !steps[$0].isFresh && !steps[$0].isKept }) }

  /// The plan after an edit.
  ///
  /// - Parameter asked: Steps that the user asked to run, however long they take, with their dependencies.
  package func plan(asked: Set<Int> = []) -> Plan {
    let asked = asked.filter { !steps[$0].isKept }
    let stale = self.stale
    let wanted = stale.intersection(asked.union(graph.ancestors(of: asked))).union(asked)
    var plan = Plan()
    for index in stale.sorted() where !wanted.contains(index) {
      if let reason = reasonToWait(index, among: plan.waiting) { plan.waiting[index] = reason }
    }
    while true {
      let running = stale.union(asked).subtracting(plan.waiting.keys)
      let inPlace = hasKernel && !isOutdated ? closure(of: running, in: kernel) : nil
      let needed = inPlace ?? closure(of: running, in: kernel.renewed) ?? running
      let unasked = running.subtracting(wanted)
      guard
        let (index, reason) = obstacle(
          to: unasked, needed.subtracting(running), needed, isFresh: inPlace == nil)
      else {
        plan.isFresh = inPlace == nil && !needed.isEmpty
        plan.steps = needed.sorted()
        return plan
      }
      plan.waiting[index] = reason
      for later in running.sorted() where later > index && !wanted.contains(later) && plan.waiting[later] == nil {
        if let reason = need(of: later, among: plan.waiting) { plan.waiting[later] = reason }
      }
    }
  }

  /// The first step that was not requested and that cannot run without a slow or disabled step, with that reason.
  private func obstacle(
    to unasked: Set<Int>, _ makers: Set<Int>, _ needed: Set<Int>, isFresh: Bool
  ) -> (Int, Reason)? {
    let guarded = makers.filter { steps[$0].policy == .off || isLong($0) }
    for index in unasked.sorted() {
      if let cause = graph.ancestors(of: [index]).first(where: guarded.contains) {
        return (index, .needsAgain(cause, seconds: steps[cause].seconds ?? 0))
      }
    }
    guard isFresh, hasKernel, let first = unasked.min() else { return nil }
    let lost = steps.indices.first {
      !needed.contains($0) && isLong($0) && kernel.executed[steps[$0].unit] != nil
        && isHeld(steps[$0])
    }
    return lost.map { (first, .wouldLose($0, seconds: steps[$0].seconds ?? 0)) }
  }

  private func isHeld(_ step: Step) -> Bool {
    step.effects.declared.union(step.effects.written).contains { kernel.versions[$0] == step.version }
  }

  private func isLong(_ index: Int) -> Bool { steps[index].policy != .auto && (steps[index].seconds ?? 0) > Self.limit }

  private func reasonToWait(_ index: Int, among waiting: [Int: Reason]) -> Reason? {
    if let reason = need(of: index, among: waiting) { return reason }
    if steps[index].isUnsteady { return .keepsChanging }
    switch steps[index].policy {
    case .auto: return nil
    case .off: return .isOff
    case .ask: return isLong(index) ? .takesLong(seconds: steps[index].seconds ?? 0) : nil
    }
  }

  private func need(of index: Int, among waiting: [Int: Reason]) -> Reason? {
    graph.needs[index].map(\.maker).filter { waiting[$0] != nil }.min().map(Reason.needs)
  }

  /// The steps to execute in a kernel so that `running` has its inputs; nil if they cannot run there.
  private func closure(of running: Set<Int>, in kernel: KernelState) -> Set<Int>? {
    var needed = running
    while true {
      var state = kernel
      var makers: Set<Int> = []
      for index in needed.sorted() {
        guard kernel.agrees(with: steps[index].firstValues) else { return nil }
        let process = graph.needs[index].last { $0.variable == nil }
        if state.process != process.map({ steps[$0.maker].version }) {
          // Changes of the process cannot be undone; missing ones can be repeated.
          guard state.process == nil, let maker = process?.maker else { return nil }
          makers.insert(maker)
        }
        for need in graph.needs[index] {
          guard let variable = need.variable, !state.has(variable, of: steps[need.maker].version) else { continue }
          if steps[need.maker].isLost || steps[need.maker].isKept { continue }
          makers.insert(need.maker)
        }
        // A static variable that was written cannot get its first value again.
        let made = Set(graph.needs[index].compactMap(\.variable))
        let unmade = steps[index].effects.read.union(steps[index].effects.written).subtracting(made)
        if unmade.contains(where: { !$0.isFile && state.versions[$0] != nil }) { return nil }
        state.note(steps[index].effects, version: steps[index].version)
      }
      makers.subtract(needed)
      if makers.isEmpty { break }
      needed.formUnion(makers)
    }
    let repeated = needed.contains { kernel.executed[steps[$0].unit] != nil && !steps[$0].isRepeatable }
    return repeated ? nil : needed
  }
}

/// The `live:` option: when a stale cell runs in a preview.
package enum LivePolicy: String, Sendable, CaseIterable {
  /// Automatically, if its last execution took at most five seconds.
  case ask
  /// Automatically, however long it takes.
  case auto
  /// Only on request.
  case off
}
