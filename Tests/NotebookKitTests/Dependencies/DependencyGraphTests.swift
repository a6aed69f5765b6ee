import NotebookKit
import Testing

/// Ancestors, dependents and stale steps, by tables of what steps do.
@Suite("The graph of dependencies")
struct DependencyGraphTests {
  /// Steps in the notation `name: words`: `+a` declares, `a` reads, `!a` writes, `*` changes the process, `@` shapes code.
  private func steps(_ lines: String...) -> [StepEffects] {
    lines.map { line in
      var step = StepEffects()
      for word in line.split(separator: " ") {
        let variable = StepEffects.Variable(String(word.drop { "+!".contains($0) }))
        switch word.first {
        case "+": step.declared.insert(variable)
        case "!": step.written.insert(variable)
        case "*": step.changesProcess = true
        case "@": step.shapesLaterCode = true
        default: step.read.insert(variable)
        }
      }
      return step
    }
  }

  @Test("A step needs who declares what it reads, and what that needs")
  func chains() {
    let graph = DependencyGraph(steps("+a", "+b", "a +c", "c"))
    #expect(graph.ancestors(of: [3]) == [0, 2])
    #expect(graph.ancestors(of: [1]) == [])
    #expect(graph.dependents(of: [0]) == [2, 3])
    #expect(graph.dependents(of: [1]) == [])
  }

  @Test("A step needs every writer before it, and none after it")
  func versions() {
    let graph = DependencyGraph(steps("+a", "!a", "a", "!a", "a"))
    #expect(graph.ancestors(of: [2]) == [0, 1])
    #expect(graph.ancestors(of: [4]) == [0, 1, 3])
    #expect(graph.dependents(of: [3]) == [4])
  }

  @Test("A redefinition is another variable")
  func redefinition() {
    let graph = DependencyGraph(steps("+a1", "+a2", "a2"))
    #expect(graph.ancestors(of: [2]) == [1])
  }

  @Test("All that follows needs what changes the process")
  func process() {
    let graph = DependencyGraph(steps("+a", "*", "", "a"))
    #expect(graph.ancestors(of: [2]) == [1])
    #expect(graph.ancestors(of: [3]) == [0, 1])
    #expect(graph.needs[3].first == DependencyGraph.Need(maker: 1, variable: nil))
  }

  @Test("The ancestors of several steps are told once, in order")
  func several() {
    #expect(DependencyGraph(steps("+a", "+b", "a", "a b")).ancestors(of: [3, 2]) == [0, 1])
  }

  // MARK: - Edits

  @Test("An edited step is stale, and so are those that need what it makes")
  func edit() {
    let before = steps("+a", "+b", "a +c", "b", "c")
    #expect(DependencyGraph.stale(after: before, before, origins: [nil, 1, 2, 3, 4]) == [0, 2, 4])
    #expect(DependencyGraph.stale(after: before, before, origins: [0, 1, 2, 3, 4]) == [])
  }

  @Test("A step that no longer writes makes its readers stale, and so does one that now does")
  func writersThatComeAndGo() {
    let (with, without) = (steps("+a", "!a", "a"), steps("+a", "", "a"))
    #expect(DependencyGraph.stale(after: with, without, origins: [0, nil, 2]) == [1, 2])
    #expect(DependencyGraph.stale(after: without, with, origins: [0, nil, 2]) == [1, 2])
  }

  @Test("An insertion leaves those fresh that need nothing of it, whatever their modules are called")
  func insertion() {
    func step(_ id: String, declares: Bool) -> StepEffects {
      let variable = StepEffects.Variable(id, name: "a")
      return declares ? StepEffects(declared: [variable]) : StepEffects(read: [variable])
    }
    let before = [step("Cell_1.a", declares: true), step("Cell_1.a", declares: false)]
    let after = [StepEffects(), step("Cell_2.a", declares: true), step("Cell_2.a", declares: false)]
    #expect(DependencyGraph.stale(after: before, after, origins: [nil, 0, 1]) == [0])
    let shadowed = [before[0], step("Cell_2.a", declares: true), step("Cell_2.a", declares: false)]
    #expect(DependencyGraph.stale(after: before, shadowed, origins: [0, nil, 1]) == [1, 2])
  }

  @Test("A removed writer makes its readers stale")
  func removal() {
    #expect(DependencyGraph.stale(after: steps("+a", "!a", "a", ""), steps("+a", "a", ""), origins: [0, 2, 3]) == [1])
  }

  @Test("A moved writer makes those stale that read another version now")
  func move() {
    let before = steps("+a", "!a", "a", "a")
    #expect(DependencyGraph.stale(after: before, steps("+a", "a", "!a", "a"), origins: [0, 2, 1, 3]) == [1])
  }

  @Test("A step is stale when a function that it names changes, goes or comes from another step")
  func functions() {
    let f = StepEffects.Variable("f")
    let before = [StepEffects(defined: [f]), StepEffects(), StepEffects(named: [f])]
    #expect(DependencyGraph.stale(after: before, before, origins: [nil, 1, 2]) == [0, 2])
    #expect(DependencyGraph.stale(after: before, Array(before[1...]), origins: [1, 2]) == [1])
    let both = [before[0], before[0], before[2]]
    #expect(DependencyGraph.stale(after: before, both, origins: [0, nil, 2]) == [1, 2])
  }

  @Test("Code that shapes later code makes all that follows stale when it changes, comes or goes")
  func shapers() {
    let before = steps("", "@", "")
    #expect(DependencyGraph.stale(after: before, before, origins: [0, nil, 2]) == [1, 2])
    #expect(DependencyGraph.stale(after: before, steps("", ""), origins: [0, 2]) == [1])
    #expect(DependencyGraph.stale(after: steps("", ""), before, origins: [0, nil, 1]) == [1, 2])
    #expect(DependencyGraph.stale(after: before, steps("", "@", "", ""), origins: [0, 1, nil, 2]) == [2])
  }
}
