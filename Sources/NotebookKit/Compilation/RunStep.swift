import Files

/// One thing to compile and run: a separate module.
package struct RunStep: Equatable, Sendable {
  package enum Code: Equatable, Sendable {
    /// The parameters as constants. Their names and types are code; their values travel with the request to run it.
    case parameters([Parameter])
    case cell(Cell)
    case inlineValue(Notebook.InlineValue)
  }

  package var code: Code
  /// The number of the step in requests and traces, unique in a kernel.
  package var unit: Int
  /// The module that the step becomes. No kernel can load two modules of one name.
  package var module: String
  /// Hash of its code and of all code that it sees, the same in every session; nil outside live sessions.
  package var codeHash: ContentHash?

  package init(_ code: Code, unit: Int, module: String) {
    self.code = code
    self.unit = unit
    self.module = module
  }

  /// The steps of a notebook, in its order; cells that do not run are left out.
  package static func steps(of notebook: Notebook, parameters: [Parameter]) -> [RunStep] {
    // One step for each inline value, so one that does not compile leaves the others their values.
    let values = Dictionary(grouping: notebook.inlineValues, by: \.cell)
    func evaluated(afterCell cell: Int?) -> [Code] { (values[cell] ?? []).map(Code.inlineValue) }
    var codes = parameters.isEmpty ? [] : [Code.parameters(parameters)]
    codes += evaluated(afterCell: nil)
    for cell in notebook.cells {
      if cell.options.eval { codes.append(.cell(cell)) }
      codes += evaluated(afterCell: cell.index)
    }
    var names = ModuleNames()
    return codes.enumerated().map { unit, code in RunStep(code, unit: unit, module: names.name(of: code)) }
  }

  /// The cell that runs; nil for parameters and inline values.
  package var cell: Cell? { if case .cell(let cell) = code { cell } else { nil } }

  /// The values of the parameters that it declares, as JSON, by name.
  var parameterValues: [String: String] {
    if case .parameters(let parameters) = code { parameters.values } else { [:] }
  }

  /// The notebook's line on which it begins.
  var line: Int {
    switch code {
    case .parameters: 1
    case .cell(let cell): cell.line
    case .inlineValue(let value): value.line
    }
  }
}
