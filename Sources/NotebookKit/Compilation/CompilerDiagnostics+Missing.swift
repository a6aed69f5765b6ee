extension CompilerDiagnostics {
  /// The diagnostics with all errors about a name that an earlier cell failed to declare combined into one.
  ///
  /// - Parameter cells: For each name that is missing, the number of the cell that would have declared it.
  package func foldingErrors(aboutNamesOf cells: [String: Int]) -> CompilerDiagnostics {
    var result = self
    result.diagnostics = []
    var told: Set<String> = []
    for diagnostic in diagnostics {
      guard diagnostic.severity == .error, let name = diagnostic.missingName, let cell = cells[name] else {
        result.diagnostics.append(diagnostic)
        continue
      }
      guard told.insert(name).inserted else { continue }
      var folded = diagnostic
      folded.message = "`\(name)` is missing because cell \(cell) failed"
      folded.notes = []
      result.diagnostics.append(folded)
    }
    return result
  }
}

extension CompilerDiagnostic {
  /// The name that an error says is not in scope.
  fileprivate var missingName: String? {
    message.wholeMatch(of: /cannot find (?:type |operator )?'(.+)' in scope.*/).map { String($0.output.1) }
  }
}
