import Foundation

extension CellFailure {
  /// The failure of a cell that does not compile, from the compiler's diagnostics.
  static func rejected(_ diagnostics: String, file: String) -> CellFailure {
    let errors = diagnostics.split(separator: "\n").filter { $0.contains(": error: ") }
    let first = errors.first.map(String.init) ?? "the compiler gave no reason"
    let message = first.range(of: ": error: ").map { String(first[$0.upperBound...]) } ?? first
    let place = first.split(separator: ":")
    let line = place.count > 1 && place[0].hasSuffix(file) ? Int(place[1]) : nil
    let more = errors.count > 1 ? " (and \(errors.count - 1) more)" : ""
    return CellFailure(
      kind: .compileError, summary: "The cell does not compile: \(message)\(more)", details: diagnostics, line: line)
  }

  /// The failure of code that uses a name whose cell stopped on the line `stop`.
  static func unset(_ name: String, stop: Int, line: Int) -> CellFailure {
    CellFailure(
      kind: .runner, summary: "`\(name)` has no value: its cell ended on line \(stop), before it was set.", line: line)
  }

  /// The failure of a cell that should have failed and did not, or did otherwise.
  static func missing(_ expected: CellOptions.Expectation, instead failure: CellFailure?, line: Int) -> CellFailure {
    let wish =
      switch expected {
      case .compileError: "not compile"
      case .thrown: "throw an error"
      case .trap: "trap"
      }
    guard let failure else {
      return CellFailure(
        kind: .missingFailure, summary: "The cell was expected to \(wish), but it ran to its end.", line: line)
    }
    return CellFailure(
      kind: .missingFailure, summary: "The cell was expected to \(wish), but: \(failure.summary)",
      details: failure.details, line: failure.line ?? line)
  }
}

extension CellFailure.Kind {
  /// The `expect:` that this failure fulfils.
  var expectation: CellOptions.Expectation? {
    switch self {
    case .compileError: .compileError
    case .thrown: .thrown
    case .trap: .trap
    default: nil
    }
  }
}
