/// The lines that the `#sourceLocation` directives in a module's source assign to user code.
struct ModuleLines {
  /// The reported line of each line of the module; nil for a generated line.
  private let lines: [Int?]

  init(_ source: String) {
    var lines: [Int?] = []
    var next: Int?
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      // A regular expression costs more than everything else here.
      if line.hasPrefix("#sourceLocation("),
        let directive = line.wholeMatch(of: /#sourceLocation\(file: "(.*)", line: (\d+)\)/)
      {
        lines.append(nil)
        next = directive.output.1 == "(imports)" ? nil : Int(directive.output.2)
      } else {
        lines.append(next)
        next = next.map { $0 + 1 }
      }
    }
    self.lines = lines
  }

  /// The occurrence at its reported line; nil for one in a generated line.
  func placed(_ occurrence: SymbolOccurrence) -> SymbolOccurrence? {
    guard lines.indices.contains(occurrence.line - 1), let line = lines[occurrence.line - 1] else { return nil }
    var result = occurrence
    result.line = line
    return result
  }
}
