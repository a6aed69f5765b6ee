/// Parses the cells of steps in order, many in one call.
struct StepParser {
  private let steps: [RunStep]
  private let compiler: any ModuleCompiler
  private let memory: CompilationMemory?
  /// The items of the cells that were parsed but not requested yet, by the step's position.
  private var known: [Int: [TopLevelItem]] = [:]
  private var nextPosition = 0
  /// Number of steps whose cells are parsed together. More would delay the first of them.
  private static let batchSize = 50

  /// - Parameter memory: Cells that were parsed before.
  init(_ steps: [RunStep], compiler: any ModuleCompiler, memory: CompilationMemory? = nil) {
    self.steps = steps
    self.memory = memory
    self.compiler = compiler
  }

  /// The top-level items of the cell at a position, requested once and in order; empty if the cell has a syntax error
  /// or the step is not a cell.
  ///
  /// - Throws: Errors of the compiler.
  mutating func items(at position: Int) throws -> [TopLevelItem] {
    if position >= nextPosition {
      let batch = position..<min(position + Self.batchSize, steps.count)
      var cells: [(position: Int, source: String)] = []
      for position in batch {
        guard let source = steps[position].cell?.source else { continue }
        if let items = memory?.items(of: source) { known[position] = items } else { cells.append((position, source)) }
      }
      let parsed = cells.isEmpty ? [] : try compiler.items(of: cells.map(\.source))
      nextPosition = batch.upperBound
      for ((position, source), items) in zip(cells, parsed) {
        known[position] = items ?? []
        memory?.note(items ?? [], of: source)
      }
    }
    return known.removeValue(forKey: position) ?? []
  }
}
