import Files
import Foundation
import NotebookKit

/// Diagnostics of a notebook, in the words of `etude check`.
extension LanguageServer {
  private enum Severity: Int { case error = 1, warning, information }

  /// Shows the errors of a version of a notebook.
  func publish(_ notebook: OpenNotebook, _ text: NotebookText, _ review: [NotebookWarning]) {
    // A newer version will soon have its own diagnostics.
    guard notebook.version == text.version else { return }
    var diagnostics = text.errors.map { error in
      diagnostic(line: error.location?.line ?? 1, column: nil, .error, error.message, text)
    }
    if let problem = notebook.dependencyProblem {
      let line = text.notebook.frontMatter.packages.first?.line ?? text.notebook.frontMatter.sources?.line ?? 1
      diagnostics.append(diagnostic(line: line, column: nil, .error, problem, text))
    }
    diagnostics += review.map { diagnostic(line: $0.location.line, column: nil, .warning, $0.message, text) }
    for step in notebook.check?.check.steps ?? [] {
      diagnostics += step.diagnostics.compactMap { diagnostic(of: $0, step.step, text, notebook) }
    }
    publish(diagnostics, of: notebook.address, version: notebook.clientVersion)
  }

  func publish(_ diagnostics: [JSON], of address: String, version: JSON) {
    var parameters: JSON.Object = ["uri": .string(address), "diagnostics": .array(diagnostics)]
    if version != .null { parameters["version"] = version }
    send(.notification(method: "textDocument/publishDiagnostics", parameters: .object(parameters)))
  }

  private func diagnostic(
    of message: CompilerDiagnostic, _ step: RunStep, _ text: NotebookText, _ notebook: OpenNotebook
  ) -> JSON? {
    let severity: Severity =
      switch message.severity {
      case .error: .error
      case .warning: .warning
      case .remark, .note: .information
      }
    var result =
      diagnostic(line: message.line ?? 1, column: message.column, severity, message.message, text, module: step.module)
      .object
    let related = message.notes.compactMap { note -> JSON? in
      guard let line = note.line else { return nil }
      let range = range(line: line, column: note.column, text, module: step.module)
      return [
        "location": ["uri": .string(notebook.address), "range": range.json], "message": .string(note.message),
      ]
    }
    if !related.isEmpty { result?["relatedInformation"] = .array(related) }
    return result.map { .object($0) }
  }

  private func diagnostic(
    line: Int, column: Int?, _ severity: Severity, _ message: String, _ text: NotebookText, module: String? = nil
  ) -> JSON {
    [
      "range": range(line: line, column: column, text, module: module).json,
      "severity": .integer(severity.rawValue), "source": "etude", "message": .string(message),
    ]
  }

  /// The word at a position, or the whole line without the blanks around it.
  ///
  /// - Parameters:
  ///   - line: From 1.
  ///   - column: In bytes of the code's line, from 1.
  private func range(line: Int, column: Int?, _ text: NotebookText, module: String?) -> Range<Place> {
    let lines = text.text.lines
    let number = min(max(line - 1, 0), lines.count - 1)
    let whole = lines[number]
    var start = whole.utf8.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
    var end = max(start, whole.utf8.count)
    if let column {
      let fragment = text.fragments.first { $0.module == module }
      let offset = fragment?.places.compactMap { $0 }.first { $0.number == number }?.offset ?? 0
      start = min(offset + column - 1, whole.utf8.count)
      end = start + SwiftWord.length(at: start, in: whole)
    }
    return Place(
      line: number, column: encoding.column(ofOffset: start, in: whole))..<Place(
        line: number, column: encoding.column(ofOffset: end, in: whole))
  }
}
