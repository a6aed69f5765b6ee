import NotebookKit
import Testing

/// Ancestors of steps, from tables of their effects.
@Suite("The graph of dependencies")
struct DependencyGraphTests {
  /// Steps in the notation `name: words`: `+a` declares, `a` reads, `!a` writes, `@a` changes folder `a`, `*` changes the
  /// process, `?` uses unknown files.
  private func steps(_ lines: String...) -> [StepEffects] {
    lines.map { line in
      var step = StepEffects()
      for word in line.split(separator: " ") {
        let variable = StepEffects.Variable(String(word.drop { "+!@".contains($0) }))
        switch word.first {
        case "+": step.declared.insert(variable)
        case "!": step.written.insert(variable)
        case "@": step.changedFolders.insert(variable)
        case "?": step.usesUnknownFiles = true
        case "*": step.changesProcess = true
        default: step.read.insert(variable)
        }
      }
      return step
    }
  }

  @Test("A step needs the declaring steps of the names that it reads, and the steps that those need")
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

  @Test("All later steps need one that changes the process")
  func process() {
    let graph = DependencyGraph(steps("+a", "*", "", "a"))
    #expect(graph.ancestors(of: [2]) == [1])
    #expect(graph.ancestors(of: [3]) == [0, 1])
    #expect(graph.needs[3].first == DependencyGraph.Need(maker: 1, variable: nil))
  }

  @Test("Steps that change one folder do not need one another, and who lists it needs them all")
  func folders() {
    let graph = DependencyGraph(steps("!file:/d/a @file:/d", "!file:/d/b @file:/d", "file:/d", "file:/d/b"))
    #expect(graph.ancestors(of: [1]) == [])
    #expect(graph.ancestors(of: [2]) == [0, 1])
    #expect(graph.ancestors(of: [3]) == [1])
  }

  @Test("A step that changes a folder needs the step that created the folder")
  func madeFolders() {
    let graph = DependencyGraph(steps("!file:/d @file:/", "!file:/d/a @file:/d", "!file:/e @file:/"))
    #expect(graph.ancestors(of: [1]) == [0])
    #expect(graph.ancestors(of: [2]) == [])
  }

  @Test("A step with unknown files needs everything that changed files, and everything that uses files needs it")
  func unknownFiles() {
    let graph = DependencyGraph(
      steps("!file:/a @file:/", "file:/b", "?", "!file:/c @file:/", "?", "file:/d", "+x", "x"))
    #expect(graph.needs[2] == [DependencyGraph.Need(maker: 0, variable: .files)])
    #expect(graph.needs[3] == [DependencyGraph.Need(maker: 2, variable: .files)])
    #expect(graph.ancestors(of: [4]) == [0, 2, 3])
    #expect(graph.needs[5] == [DependencyGraph.Need(maker: 4, variable: .files)])
    #expect(graph.needs[6].isEmpty && graph.ancestors(of: [7]) == [6])
  }

  @Test("The ancestors of several steps are listed once, in order")
  func several() {
    #expect(DependencyGraph(steps("+a", "+b", "a", "a b")).ancestors(of: [3, 2]) == [0, 1])
  }
}
