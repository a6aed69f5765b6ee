extension CompilerDiagnostics {
  /// The diagnostics with the original lines of the cell, even if the runner compiles changed ones.
  ///
  /// - Parameters:
  ///   - cell: The cell as written.
  ///   - line: The compiler's number of its first line.
  package func quoting(_ cell: String, line: Int, file: String) -> CompilerDiagnostics {
    let lines = cell.split(separator: "\n", omittingEmptySubsequences: false)
    func written(_ diagnostic: CompilerDiagnostic) -> String? {
      guard diagnostic.place.hasPrefix(file + ":"), let row = diagnostic.line, lines.indices.contains(row - line) else {
        return nil
      }
      return String(lines[row - line])
    }
    var result = self
    for index in result.diagnostics.indices {
      result.diagnostics[index].notes.removeAll { note in
        written(note).map { note.isGenerated(from: $0) } ?? false
      }
      for note in result.diagnostics[index].notes.indices {
        if let line = written(result.diagnostics[index].notes[note]) {
          result.diagnostics[index].notes[note].quote(line)
        }
      }
      if let line = written(result.diagnostics[index]) { result.diagnostics[index].quote(line) }
    }
    return result
  }

  /// True if there are errors, and all of them are in a file and reproducible: macros and modules that were unavailable
  /// may be available another time.
  func blameOnly(_ file: String) -> Bool {
    let errors = diagnostics.filter { $0.severity == .error }
    let ofOthers = ["external macro implementation", "could not build", "missing required module", "cannot load"]
    return !errors.isEmpty
      && errors.allSatisfy { error in
        error.place.hasPrefix(file + ":") && !ofOthers.contains { error.message.contains($0) }
      }
  }

  /// The diagnostics with mapped line numbers in a file.
  ///
  /// - Parameters:
  ///   - line: The new line for each of them.
  ///   - column: The new column for a column of an old line.
  package func moved(
    in file: String, to line: (Int) -> Int, column: (Int, Int) -> Int = { column, _ in column }
  ) -> CompilerDiagnostics {
    var result = self
    for index in result.diagnostics.indices { result.diagnostics[index].move(in: file, to: line, column) }
    return result
  }
}

extension CompilerDiagnostic {
  fileprivate mutating func move(in file: String, to line: (Int) -> Int, _ column: (Int, Int) -> Int) {
    for index in notes.indices { notes[index].move(in: file, to: line, column) }
    guard place.hasPrefix(file + ":"), let own = self.line, let ownColumn = self.column else { return }
    place = "\(file):\(line(own)):\(column(ownColumn, own))"
  }

  /// The line of its place, from 1.
  package var line: Int? {
    place.wholeMatch(of: /.*:(\d+):\d+/).flatMap { Int($0.output.1) }
  }

  /// The column of its position in bytes, from 1.
  package var column: Int? {
    place.wholeMatch(of: /.*:\d+:(\d+)/).flatMap { Int($0.output.1) }
  }

  /// True if it shows code that the runner puts around a line of the notebook.
  fileprivate func isGenerated(from written: String) -> Bool {
    excerpt.first.map { $0.contains("CellRuntime.") && !written.contains("CellRuntime.") } ?? false
  }

  /// Shows a line as it is written. Marks below a generated line would point to nothing.
  fileprivate mutating func quote(_ written: String) {
    guard !excerpt.isEmpty else { return }
    if isGenerated(from: written) { excerpt = [""] }
    excerpt[0] = written
  }
}
