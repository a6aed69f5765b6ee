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

  /// The failure of code that needs state lost with a kernel.
  ///
  /// - Parameter reason: As in "`total` is lost: cell 3 set it, and the kernel ended there on line 12".
  static func kept(because reason: String, line: Int) -> CellFailure {
    CellFailure(kind: .runner, summary: "Not run, because \(reason).", line: line)
  }

  /// The failure of a step that ended otherwise when a fresh kernel ran it again.
  static func again(_ failure: CellFailure, after line: Int) -> CellFailure {
    var result = failure
    result.summary = "When it was rerun, because the kernel had ended on line \(line): \(failure.summary)"
    return result
  }

  /// The failure of a cell that should have failed and did not, or failed differently.
  static func missing(_ expected: CellOptions.Expectation, instead failure: CellFailure?, line: Int) -> CellFailure {
    let wish =
      switch expected {
      case .compileError: "not compile"
      case .thrown: "throw an error"
      case .trap: "trap"
      }
    guard let failure else {
      return CellFailure(
        kind: .missingFailure, summary: "The cell was expected to \(wish), but it succeeded.", line: line)
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
