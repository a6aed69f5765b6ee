/// Runs cells of a ``ModelProgram`` in a separate state.
struct ModelInterpreter {
  private let program: ModelProgram
  private let resolved: [[String: String]?]
  private var machine = ModelMachine()

  /// Names that were read without having a value.
  var missing: [String] { machine.missing }

  /// An interpreter whose functions exist but whose variables have no values.
  init(_ program: ModelProgram) {
    self.program = program
    resolved = program.resolved
    machine.parameters = program.parameters
    _ = machine.run(program.parameters.keys.map(ModelProgram.Line.parameter), program.parameterSymbols)
    for (lines, symbols) in zip(program.cells, resolved) { if let symbols { machine.define(lines, symbols) } }
  }

  /// The outputs of each cell in a run of all cells.
  static func outputs(of program: ModelProgram) -> [[String]] {
    var interpreter = ModelInterpreter(program)
    return program.cells.indices.map { interpreter.run($0) }
  }

  /// Runs one cell and returns its output.
  mutating func run(_ cell: Int) -> [String] {
    guard let symbols = resolved[cell] else { return ["does not compile"] }
    return machine.run(program.cells[cell], symbols)
  }
}
