import NotebookKit
import Testing

/// Dependencies of random programs against their interpretation.
@Suite("Dependencies of random programs")
struct DependencyOracleTests {
  /// Seeds in portions, so a failure names a few programs.
  private static let portions = Array(stride(from: UInt64(0), to: 800, by: 100))

  @Test("A step gives in a fresh state, after only its ancestors, what it gave after all steps", arguments: portions)
  func ancestorsSuffice(first: UInt64) {
    for seed in first..<first + 100 {
      var generator = SeededGenerator(seed: seed)
      let program = ModelProgram.random(using: &generator)
      let graph = DependencyGraph(program.effects)
      let expected = ModelInterpreter.outputs(of: program)
      for cell in program.cells.indices {
        var interpreter = ModelInterpreter(program)
        for ancestor in graph.ancestors(of: [cell]) { _ = interpreter.run(ancestor) }
        let outputs = interpreter.run(cell)
        #expect(outputs == expected[cell] && interpreter.missing.isEmpty, "seed \(seed), cell \(cell + 1)")
      }
    }
  }

  @Test("All steps after a position give the same results after only their ancestors", arguments: portions)
  func continuation(first: UInt64) {
    for seed in first..<first + 100 {
      var generator = SeededGenerator(seed: seed)
      let program = ModelProgram.random(using: &generator)
      let place = Int.random(in: 0..<program.cells.count, using: &generator)
      let ancestors = DependencyGraph(program.effects).ancestors(of: place..<program.cells.count).filter { $0 < place }
      var interpreter = ModelInterpreter(program)
      for ancestor in ancestors { _ = interpreter.run(ancestor) }
      let outputs = (place..<program.cells.count).map { interpreter.run($0) }
      #expect(outputs == Array(ModelInterpreter.outputs(of: program)[place...]), "seed \(seed)")
    }
  }

  @Test("Dependencies leave out most steps of programs without objects")
  func precision() {
    var (needed, all) = (0, 0)
    for seed in UInt64(0)..<300 {
      var generator = SeededGenerator(seed: seed)
      var program = ModelProgram.random(using: &generator)
      program.cells = program.cells.map { $0.filter { line in !line.text.contains("b") } }
      let graph = DependencyGraph(program.effects)
      needed += program.cells.indices.map { graph.ancestors(of: [$0]).count }.reduce(0, +)
      all += program.cells.count * (program.cells.count - 1) / 2
    }
    #expect(needed * 2 < all)
  }
}
