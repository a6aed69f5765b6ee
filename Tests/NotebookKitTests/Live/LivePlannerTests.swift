import Files
import NotebookKit
import Testing

@Suite("The plan after an edit")
struct LivePlannerTests {
  private static let a = StepEffects.Variable("a")
  private static let b = StepEffects.Variable("b")

  /// A step by its code and its effects.
  private struct Code {
    var unit: Int
    var effects: StepEffects
    var seconds = 0.1
    var policy = LivePolicy.ask
    var isRepeatable = true
    var isLost = false
  }

  private static func code(
    _ unit: Int, declares: Set<StepEffects.Variable> = [], reads: Set<StepEffects.Variable> = [],
    writes: Set<StepEffects.Variable> = [], changesProcess: Bool = false, seconds: Double = 0.1,
    policy: LivePolicy = .ask, isRepeatable: Bool = true
  ) -> Code {
    Code(
      unit: unit,
      effects: StepEffects(declared: declares, read: reads, written: writes, changesProcess: changesProcess),
      seconds: seconds, policy: policy, isRepeatable: isRepeatable)
  }

  private static func versions(_ codes: [Code]) -> [ContentHash] {
    let graph = DependencyGraph(codes.map(\.effects))
    var versions: [ContentHash] = []
    for (index, code) in codes.enumerated() {
      versions.append(ContentHash(parts: ["\(code.unit)"] + graph.needs[index].map { versions[$0.maker].hexadecimal }))
    }
    return versions
  }

  /// The plan for a notebook whose kernel has run another version of it.
  private func plan(
    _ new: [Code], after old: [Code], executed: Int? = nil, hasKernel: Bool = true, asked: Set<Int> = []
  ) -> LivePlanner.Plan {
    var kernel = KernelState()
    let before = Self.versions(old)
    for (code, version) in zip(old, before).prefix(executed ?? old.count) {
      kernel.note(code.effects, version: version, unit: code.unit, seconds: code.seconds)
    }
    let now = Self.versions(new)
    let steps = zip(new, now).map { code, version in
      LivePlanner.Step(
        unit: code.unit, version: version, effects: code.effects, isFresh: before.contains(version),
        seconds: code.seconds, policy: code.policy, isRepeatable: code.isRepeatable, isLost: code.isLost)
    }
    return LivePlanner(
      steps, graph: DependencyGraph(new.map(\.effects)), kernel: kernel, hasKernel: hasKernel
    ).plan(asked: asked)
  }

  @Test("Nothing runs when all is fresh")
  func nothing() {
    let steps = [Self.code(1, declares: [Self.a]), Self.code(2, reads: [Self.a])]
    #expect(plan(steps, after: steps) == LivePlanner.Plan())
    #expect(plan(steps, after: steps, hasKernel: false) == LivePlanner.Plan())
  }

  @Test("A changed reader runs alone in the same kernel")
  func reader() {
    let old = [Self.code(1, declares: [Self.a]), Self.code(2, reads: [Self.a]), Self.code(3, reads: [Self.a])]
    #expect(plan([old[0], Self.code(4, reads: [Self.a]), old[2]], after: old) == LivePlanner.Plan(steps: [1]))
  }

  @Test("All that depends on a changed cell runs after it")
  func dependents() {
    let old = [
      Self.code(1, declares: [Self.a]), Self.code(2, declares: [Self.b], reads: [Self.a]),
      Self.code(3, reads: [Self.b]), Self.code(4),
    ]
    let new = [Self.code(5, declares: [Self.a])] + old[1...]
    #expect(plan(new, after: old) == LivePlanner.Plan(steps: [0, 1, 2]))
  }

  @Test("A changed writer gets the previous value, computed again")
  func mutation() {
    let old = [
      Self.code(1, declares: [Self.a]), Self.code(2), Self.code(3, writes: [Self.a]), Self.code(4, reads: [Self.a]),
    ]
    let new = [old[0], old[1], Self.code(5, writes: [Self.a]), old[3]]
    #expect(plan(new, after: old) == LivePlanner.Plan(steps: [0, 2, 3]))
  }

  @Test("A step with static variables is repeated in a fresh kernel")
  func staticVariables() {
    let old = [Self.code(1, declares: [Self.a], isRepeatable: false), Self.code(2, writes: [Self.a])]
    let new = [old[0], Self.code(3, writes: [Self.a])]
    #expect(plan(new, after: old) == LivePlanner.Plan(isFresh: true, steps: [0, 1]))
  }

  @Test("A static variable whose first value would be another one gets it in a fresh kernel")
  func firstValues() {
    let first = StepEffects.Variable("S.x")
    func hash(_ text: String) -> ContentHash { ContentHash(parts: [text]) }
    func plan(_ now: String, hasKernel: Bool = true) -> LivePlanner.Plan {
      var kernel = KernelState()
      kernel.note(StepEffects(), version: hash("old"), unit: 1, firstValues: [first: hash("one")])
      // A static variable keeps the value that it got first.
      kernel.note(StepEffects(), version: hash("old"), unit: 2, firstValues: [first: hash("two")])
      var step = LivePlanner.Step(unit: 1, version: hash("new"))
      step.firstValues = [first: hash(now)]
      return LivePlanner([step], graph: DependencyGraph([step.effects]), kernel: kernel, hasKernel: hasKernel).plan()
    }
    #expect(plan("one") == LivePlanner.Plan(steps: [0]))
    #expect(plan("two") == LivePlanner.Plan(isFresh: true, steps: [0]))
    #expect(plan("two", hasKernel: false) == LivePlanner.Plan(isFresh: true, steps: [0]))
  }

  @Test("Changes of the process are undone by a fresh kernel")
  func process() {
    let old = [Self.code(1, changesProcess: true), Self.code(2)]
    let new = [Self.code(3, changesProcess: true), old[1]]
    #expect(plan(new, after: old) == LivePlanner.Plan(isFresh: true, steps: [0, 1]))
    #expect(plan([old[1]], after: old) == LivePlanner.Plan(isFresh: true, steps: [0]))
  }

  @Test("A file that a cell wrote remains when the kernel is gone")
  func files() {
    let file = StepEffects.Variable("file:/data.csv")
    let old = [Self.code(1, writes: [file]), Self.code(2, reads: [file])]
    let new = [old[0], Self.code(3, reads: [file])]
    #expect(plan(new, after: old, hasKernel: false) == LivePlanner.Plan(isFresh: true, steps: [1]))
  }

  @Test("A cell that changes files, also unknown ones, runs alone though others have changed files since")
  func changesOfFiles() {
    func code(_ unit: Int, _ effects: StepEffects) -> Code { Code(unit: unit, effects: effects) }
    let unknown = StepEffects(usesUnknownFiles: true)
    func writer(_ name: String) -> StepEffects {
      StepEffects(written: [.file("/d/\(name)")], changedFolders: [.file("/d")])
    }
    let old = [code(1, writer("a")), code(2, writer("b")), code(3, unknown), code(4, unknown)]
    #expect(plan([old[0], code(5, writer("b"))], after: old) == LivePlanner.Plan(steps: [1]))
    #expect(plan(Array(old[..<3]) + [code(5, unknown)], after: old) == LivePlanner.Plan(steps: [3]))
    #expect(plan(old, after: old, asked: [2]) == LivePlanner.Plan(steps: [2]))
    #expect(
      plan(Array(old[..<2]) + [code(5, unknown), old[3]], after: old, hasKernel: false)
        == LivePlanner.Plan(isFresh: true, steps: [2, 3]))
  }

  @Test("State that the kernel lacks is computed in it")
  func missingState() {
    let steps = [Self.code(1, declares: [Self.a]), Self.code(2, declares: [Self.b]), Self.code(3, reads: [Self.b])]
    let new = [steps[0], steps[1], Self.code(4, reads: [Self.b])]
    #expect(plan(new, after: steps, executed: 1) == LivePlanner.Plan(steps: [1, 2]))
  }

  @Test("A dead kernel is replaced, and only ancestors of stale cells run")
  func deadKernel() {
    let old = [Self.code(1, declares: [Self.a]), Self.code(2, declares: [Self.b]), Self.code(3, reads: [Self.b])]
    let new = [old[0], old[1], Self.code(4, reads: [Self.b])]
    #expect(plan(new, after: old, hasKernel: false) == LivePlanner.Plan(isFresh: true, steps: [1, 2]))
  }

  @Test("A slow cell waits, and so do cells that depend on it")
  func long() {
    let old = [Self.code(1, declares: [Self.a], seconds: 60), Self.code(2, reads: [Self.a]), Self.code(3)]
    let new = [Self.code(4, declares: [Self.a], seconds: 60), old[1], old[2]]
    #expect(plan(new, after: old) == LivePlanner.Plan(waiting: [0: .takesLong(seconds: 60), 1: .needs(0)]))
    #expect(plan(new, after: old, asked: [1]) == LivePlanner.Plan(steps: [0, 1]))
  }

  @Test("A long cell with `live: auto` runs, a quick one with `live: off` waits")
  func policies() {
    let old = [Self.code(1, seconds: 60), Self.code(2)]
    let new = [Self.code(3, seconds: 60, policy: .auto), Self.code(4, policy: .off)]
    #expect(plan(new, after: old) == LivePlanner.Plan(steps: [0], waiting: [1: .isOff]))
  }

  @Test("A cell with slow stale inputs waits and says why, and others run")
  func longState() {
    let old = [Self.code(1, declares: [Self.a], seconds: 60), Self.code(2, writes: [Self.a]), Self.code(3)]
    let new = [old[0], Self.code(4, writes: [Self.a]), Self.code(5)]
    #expect(plan(new, after: old) == LivePlanner.Plan(steps: [2], waiting: [1: .needsAgain(0, seconds: 60)]))
    #expect(plan(new, after: old, asked: [1]) == LivePlanner.Plan(steps: [0, 1, 2]))
  }

  @Test("A fresh kernel that would lose slow results waits")
  func longLoss() {
    let old = [
      Self.code(1, declares: [Self.a], seconds: 60), Self.code(2, declares: [Self.b], isRepeatable: false),
      Self.code(3, writes: [Self.b]),
    ]
    let new = [old[0], old[1], Self.code(4, writes: [Self.b])]
    #expect(plan(new, after: old) == LivePlanner.Plan(waiting: [2: .wouldLose(0, seconds: 60)]))
    #expect(plan(new, after: old, asked: [2]) == LivePlanner.Plan(isFresh: true, steps: [1, 2]))
  }

  @Test("A requested cell runs even if it is fresh, and its inputs that it mutates are recomputed")
  func again() {
    let old = [Self.code(1, declares: [Self.a]), Self.code(2, writes: [Self.a]), Self.code(3, reads: [Self.a])]
    #expect(plan(old, after: old, asked: [1]) == LivePlanner.Plan(steps: [0, 1]))
  }
}
