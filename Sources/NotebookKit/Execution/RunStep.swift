/// One thing to compile and run, in the order of the notebook.
enum RunStep: Equatable, Sendable {
  /// The parameters as constants.
  case parameters([Parameter])
  case cell(Cell)
  /// An inline value of the prose after a cell, or before the first one.
  case inlineValue(Notebook.InlineValue, afterCell: Int?)

  /// The steps of a notebook; cells that do not run are left out.
  static func steps(of notebook: Notebook, parameters: [Parameter]) -> [RunStep] {
    var steps: [RunStep] = parameters.isEmpty ? [] : [.parameters(parameters)]
    var last: Int?
    for block in notebook.blocks {
      switch block {
      case .cell(let cell):
        last = cell.index
        if cell.options.eval { steps.append(.cell(cell)) }
      case .prose(let prose):
        // One step a value, so that one that does not compile leaves the others their values.
        steps += prose.inlineValues.map { .inlineValue($0, afterCell: last) }
      }
    }
    return steps
  }

  /// The module that the step becomes.
  func moduleName(place: Int) -> String {
    switch self {
    case .parameters: "Parameters"
    case .cell(let cell): "Cell_\(cell.index + 1)"
    case .inlineValue: "Inline_\(place)"
    }
  }
}

extension Parameter {
  /// The parameter as a line of Swift.
  var declaration: String { "let `\(name)`: \(value.swiftType) = \(value.swiftLiteral)" }

  /// The parameter as what later cells see.
  var item: TopLevelItem {
    TopLevelItem(
      kind: .binding, range: 0..<0, text: declaration,
      names: [DeclaredName(name: name, kind: .variable, signature: "")])
  }
}

extension Parameter.Value {
  var swiftType: String {
    switch self {
    case .boolean: "Bool"
    case .integer: "Int"
    case .number: "Double"
    case .text: "String"
    case .list(let values): "[\(values.first?.swiftType ?? "String")]"
    }
  }

  var swiftLiteral: String {
    switch self {
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): value.isFinite ? "\(value)" : value.isNaN ? ".nan" : value < 0 ? "-.infinity" : ".infinity"
    case .text(let text): text.swiftLiteral
    case .list(let values): "[" + values.map(\.swiftLiteral).joined(separator: ", ") + "]"
    }
  }
}

extension String {
  /// The string between quotes, everything but letters and digits of ASCII by its number.
  fileprivate var swiftLiteral: String {
    let characters = unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar == " " || ("0"..."9").contains(scalar))
        ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }
    return "\"" + characters.joined() + "\""
  }
}
