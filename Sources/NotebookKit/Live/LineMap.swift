import Foundation

/// Lines of a notebook before an edit, and their new numbers.
package struct LineMap: Sendable {
  private let file: String
  /// The lines that moved together, and by how many, in order.
  private let moves: [(lines: Range<Int>, by: Int)]

  /// - Parameter moves: Lines that move together; others stay. They do not overlap.
  package init(_ moves: [(lines: Range<Int>, by: Int)], in file: URL) {
    self.file = file.lastPathComponent
    self.moves = moves.filter { $0.by != 0 }.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
  }

  /// True if no line moves.
  package var isIdentity: Bool { moves.isEmpty }

  package func line(_ line: Int) -> Int { line + (moves.first { $0.lines.contains(line) }?.by ?? 0) }

  /// A compiler message or a trace with lines that begin with `lesson.md:41:`.
  package func text(_ text: String) -> String {
    if isIdentity || !text.contains(file) { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { String(moved($0)) }
      .joined(separator: "\n")
  }

  private func moved(_ text: Substring) -> Substring {
    guard let range = text.range(of: file + ":", options: .literal),
      text[..<range.lowerBound].allSatisfy({ !$0.isWhitespace })
    else { return text }
    let digits = text[range.upperBound...].prefix(while: \.isNumber)
    guard let number = Int(digits) else { return text }
    return text[..<digits.startIndex] + "\(line(number))" + text[digits.endIndex...]
  }

  /// A sentence of the runner that may name a line, as in "its cell ended on line 12".
  private func sentence(_ text: String) -> String {
    guard let range = text.range(of: " on line ", options: .literal) else { return text }
    let digits = text[range.upperBound...].prefix(while: \.isNumber)
    guard let number = Int(digits) else { return text }
    return text[..<digits.startIndex] + "\(line(number))" + text[digits.endIndex...]
  }

  /// The outputs of a cell with the line numbers after the edit.
  package func outputs(_ outputs: [CellOutput]) -> [CellOutput] {
    if isIdentity { return outputs }
    return outputs.map { output in
      switch output {
      case .warning(let text): return .warning(self.text(text))
      case .failure(var failure):
        failure.line = failure.line.map(line)
        failure.details = text(failure.details)
        // An error thrown by code is its own.
        if [.runner, .missingFailure].contains(failure.kind) { failure.summary = sentence(failure.summary) }
        return .failure(failure)
      case .stream, .display, .result, .progress, .notice: return output
      }
    }
  }
}
