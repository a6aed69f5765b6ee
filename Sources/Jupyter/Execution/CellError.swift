import Files
import NotebookKit

/// A failure as Jupyter shows it: a name, a value and a traceback.
package struct CellError: Equatable, Sendable {
  /// As in `MixerError` or `CompileError`.
  package var name: String
  package var value: String
  /// Lines, in ANSI colours.
  package var traceback: [String]

  /// - Parameter details: The text below the first line.
  package init(name: String, value: String, details: String = "") {
    self.name = name
    self.value = value
    let lines = details.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    traceback = [Self.red(name) + ": " + value] + (details.isEmpty ? [] : lines)
  }

  /// - Parameters:
  ///   - type: The type of the error that the cell threw.
  ///   - file: The name that the compiler uses for the cell.
  ///   - cell: The cell's number.
  package init(_ failure: CellFailure, type: String?, file: String, cell: Int) {
    let name = failure.kind == .thrown ? type ?? "Error" : Self.name(of: failure.kind)
    // The summary begins with the type, which is before it here.
    let summary =
      failure.summary.hasPrefix(name + ": ") ? String(failure.summary.dropFirst(name.count + 2)) : failure.summary
    self.init(
      name: name, value: summary, details: Self.placed(failure.details, file: file, cell: cell).trimmedEnd)
  }

  private static func name(of kind: CellFailure.Kind) -> String {
    switch kind {
    case .compileError: "CompileError"
    case .thrown: "Error"
    case .trap: "Trap"
    case .signal: "Signal"
    case .exit: "Exit"
    case .timeout: "Timeout"
    case .memory: "ResourceLimit"
    case .interrupted: "Interrupted"
    case .missingFailure: "MissingFailure"
    case .runner: "NotRun"
    }
  }

  /// A text with `Cell 3, line 2, column 7` for the compiler's `cell.swift:2:7`.
  package static func placed(_ text: String, file: String, cell: Int) -> String {
    guard text.contains(file) else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard line.hasPrefix(file + ":") else { return String(line) }
      let parts = line.dropFirst(file.count + 1).split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard let row = parts.first, Int(row) != nil else { return String(line) }
      guard parts.count == 3, Int(parts[1]) != nil else {
        return "Cell \(cell), line \(row):" + parts.dropFirst().joined(separator: ":")
      }
      return "Cell \(cell), line \(row), column \(parts[1]):\(parts[2])"
    }
    .joined(separator: "\n")
  }

  private static func red(_ text: String) -> String { "\u{1B}[1;31m\(text)\u{1B}[0m" }

  /// The content of an `error` message, and of a reply.
  package var content: JSON.Object {
    [
      "ename": .string(name), "evalue": .string(value), "traceback": .array(traceback.map { .string($0) }),
    ]
  }
}

extension String {
  /// The text without blank lines at its end.
  fileprivate var trimmedEnd: String {
    var text = self[...]
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
