/// Parses the cells of steps in order, many at once.
struct StepParser {
  private let steps: [RunStep]
  private let compiler: any ModuleCompiler
  /// The items of the cells that were parsed but not yet asked for, by the step's position.
  private var known: [Int: [TopLevelItem]] = [:]
  private var nextPosition = 0
  /// Steps whose cells are parsed at once. More would delay the first of them.
  private static let batchSize = 50

  init(_ steps: [RunStep], compiler: any ModuleCompiler) {
    self.steps = steps
    self.compiler = compiler
  }

  /// The top-level items of the cell at a position, which is asked for once and in order; none if the cell has a syntax
  /// error or the step is none of a cell.
  ///
  /// - Throws: What the compiler throws.
  mutating func items(at position: Int) throws -> [TopLevelItem] {
    if position >= nextPosition {
      let batch = position..<min(position + Self.batchSize, steps.count)
      let cells = batch.compactMap { position in steps[position].cell.map { (position, $0.source) } }
      let parsed = try compiler.items(of: cells.map(\.1))
      nextPosition = batch.upperBound
      for ((position, _), items) in zip(cells, parsed) { known[position] = items ?? [] }
    }
    return known.removeValue(forKey: position) ?? []
  }
}
