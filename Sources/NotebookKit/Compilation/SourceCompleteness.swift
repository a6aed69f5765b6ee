import Foundation

/// A judgement of code that is being typed: it is complete, could continue, or is wrong.
package enum SourceCompleteness: Equatable, Sendable {
  case complete
  /// It could continue: a brace is open, or an expression is missing at its end.
  case incomplete
  /// No continuation makes it valid.
  case invalid
}

extension SourceCompleteness {
  /// Asks the toolchain's parser.
  ///
  /// Code that cannot be parsed because a tool or a folder is missing counts as complete, so the error is shown when it
  /// runs.
  package init(of source: String, toolchain: Toolchain) async {
    let words = await withCheckedContinuation { continuation in
      // A separate thread waits for the tool, one at a time.
      Self.queue.async { continuation.resume(returning: try? Self.parse(source, toolchain)) }
    }
    self.init(of: source, diagnostics: words ?? "")
  }

  private static let queue = DispatchQueue(label: "parsing")

  private static func parse(_ source: String, _ toolchain: Toolchain) throws -> String {
    let folder = TemporaryFolders.newURL()
    try TemporaryFolders.make(folder)
    defer { TemporaryFolders.remove(folder) }
    let file = folder.appending(path: "main.swift")
    try Data(source.utf8).write(to: file)
    return try ToolProcess.run(
      toolchain.frontend,
      ["-frontend", "-parse", "-diagnostic-style", "llvm", "-enable-bare-slash-regex", file.path]
    ).errors
  }

  /// Uses the parser's diagnostics: code that is missing only its end may still be typed.
  init(of source: String, diagnostics: String) {
    let errors = CompilerDiagnostics(diagnostics).diagnostics.filter { $0.severity == .error }
    if errors.isEmpty {
      self = .complete
      return
    }
    // "\r\n" is one character.
    let lines = source.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    let last = lines.lastIndex { !$0.allSatisfy(\.isWhitespace) } ?? 0
    let width = lines[last].utf8.count - lines[last].reversed().prefix(while: \.isWhitespace).count
    let canGoOn = errors.allSatisfy { error in
      if Self.isOpenText(error, in: lines) { return true }
      let place = error.place.split(separator: ":").suffix(2).compactMap { Int($0) }
      guard place.count == 2 else { return false }
      // The name after a dot is missed at the dot.
      let end = error.message.hasPrefix("expected member name") ? width - 1 : width
      return place[0] > last + 1 || place[0] == last + 1 && place[1] > end
    }
    self = canGoOn ? .incomplete : .invalid
  }

  /// True for an error about an unterminated multi-line string or comment.
  private static func isOpenText(_ error: CompilerDiagnostic, in lines: [Substring]) -> Bool {
    if error.message.hasPrefix("unterminated '/*' comment") { return true }
    guard error.message.hasPrefix("unterminated string literal"), let row = error.line, row <= lines.count else {
      return false
    }
    return lines[row - 1].contains("\"\"\"")
  }
}
