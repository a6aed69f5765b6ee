/// One message of the compiler, the source lines that it shows, and the notes that belong to it.
package struct CompilerDiagnostic: Equatable {
  package enum Severity: String { case error, warning, remark, note }

  /// File, line and column as printed: `lesson.md:4:7`.
  package var place: String
  package var severity: Severity
  package var message: String
  /// The line of the error, the marked part, and a fix-it.
  package var excerpt: [String] = []
  package var notes: [CompilerDiagnostic] = []

  /// The diagnostic and its notes with changed text.
  func mapTexts(_ change: (String) -> String) -> CompilerDiagnostic {
    var result = self
    result.message = change(message)
    result.excerpt = excerpt.map(change)
    result.notes = notes.map { $0.mapTexts(change) }
    return result
  }

  /// The diagnostic in the compiler's format, one line per element.
  var lines: [String] { ["\(place): \(severity.rawValue): \(message)"] + excerpt + notes.flatMap(\.lines) }
}

/// The output of the compiler: diagnostics, in order.
package struct CompilerDiagnostics: Equatable, CustomStringConvertible {
  /// The output before the first diagnostic, for example if the compiler crashes.
  package var preamble: [String] = []
  package var diagnostics: [CompilerDiagnostic] = []
  /// True if the last line ends.
  private var endsLine = true

  /// Parses the output of `-diagnostic-style llvm`.
  package init(_ output: String) {
    var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() } else { endsLine = false }
    for line in lines {
      if let diagnostic = CompilerDiagnostic(head: line) {
        if diagnostic.severity == .note, let last = diagnostics.indices.last {
          diagnostics[last].notes.append(diagnostic)
        } else {
          diagnostics.append(diagnostic)
        }
      } else if let last = diagnostics.indices.last {
        if let note = diagnostics[last].notes.indices.last {
          diagnostics[last].notes[note].excerpt.append(line)
        } else {
          diagnostics[last].excerpt.append(line)
        }
      } else {
        preamble.append(line)
      }
    }
  }

  /// The text that was read, if nothing was changed since.
  package var description: String {
    let lines = preamble + diagnostics.flatMap(\.lines)
    return lines.joined(separator: "\n") + (endsLine && !lines.isEmpty ? "\n" : "")
  }
}

extension CompilerDiagnostic {
  private static let heads = [": error: ", ": warning: ", ": remark: ", ": note: "]

  /// The diagnostic that starts at a line; nil for a continuation line.
  init?(head line: String) {
    // Most lines show sources; a regular expression costs more than everything else here.
    guard Self.heads.contains(where: line.contains),
      let match = line.wholeMatch(of: /(\S.*?:\d+:\d+|<unknown>:0): (error|warning|remark|note): (.*)/),
      let severity = Severity(rawValue: String(match.output.2))
    else { return nil }
    place = String(match.output.1)
    self.severity = severity
    message = String(match.output.3)
  }
}
