import NotebookKit
import Testing

/// Ancestors of steps, by tables of what steps do.
@Suite("The graph of dependencies")
struct DependencyGraphTests {
  /// Steps in the notation `name: words`: `+a` declares, `a` reads, `!a` writes, `*` changes the process.
  private func steps(_ lines: String...) -> [StepEffects] {
    lines.map { line in
      var step = StepEffects()
      for word in line.split(separator: " ") {
        let variable = StepEffects.Variable(String(word.drop { "+!".contains($0) }))
        switch word.first {
        case "+": step.declared.insert(variable)
        case "!": step.written.insert(variable)
        case "*": step.changesProcess = true
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
  }

  @Test("A step needs every writer before it, and none after it")
  func versions() {
    let graph = DependencyGraph(steps("+a", "!a", "a", "!a", "a"))
    #expect(graph.ancestors(of: [2]) == [0, 1])
    #expect(graph.ancestors(of: [4]) == [0, 1, 3])
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
}
