import Files

extension CompilerDiagnostics {
  /// The diagnostics with the nearest known names added to the errors about names that are not in scope.
  ///
  /// - Parameter candidates: Names in order of preference; computed only if there is such an error.
  package func suggesting(from candidates: () throws -> [String]) rethrows -> CompilerDiagnostics {
    guard diagnostics.contains(where: { $0.unknownName != nil }) else { return self }
    let known = try candidates()
    var result = self
    for index in result.diagnostics.indices {
      guard let name = result.diagnostics[index].unknownName else { continue }
      let nearest = NearestName.all(name, in: known).map { "`\($0)`" }
      guard let last = nearest.last else { continue }
      let names = nearest.count == 1 ? last : nearest.dropLast().joined(separator: ", ") + " or " + last
      result.diagnostics[index].message += ". Did you mean \(names)?"
    }
    return result
  }
}

extension CompilerDiagnostic {
  /// The name that an error reports as not in scope.
  fileprivate var unknownName: String? {
    guard severity == .error else { return nil }
    return message.wholeMatch(of: /cannot find (?:type )?'(.+)' in scope/).map { String($0.output.1) }
  }
}
