import Display
import Foundation
import KernelProtocol

/// Puts into words, for the reader of the report, how a cell failed.
struct FailureDescription {
  let tracer: Tracer
  /// The notebook's name.
  let file: String

  /// The failure behind the end of a unit; nil if it did what it should. The runtime's last words on standard error
  /// move from the stream into the failure.
  func failure(of end: NotebookRunner.UnitEnd, recorder: inout CellRecorder) -> CellFailure? {
    switch end {
    case .outcome(.returned, _): nil
    case .outcome(.threw(let type, let description, let interrupted, let places), _):
      thrown(type: type, description: description, interrupted: interrupted, places: places)
    case .outcome(.exited(let status), _):
      CellFailure(
        kind: .exit, summary: "The cell called exit(\(status)).",
        details: "A cell cannot end the notebook; leave exit out, or throw an error.")
    case .outcome(.notLoaded(let reason), _):
      CellFailure(kind: .runner, summary: "The compiled cell could not be loaded.", details: reason)
    case .outcome(.copyDied(let signal), let crash): died(of: signal, crash, &recorder)
    case .died(_, _, .some(let reason)): CellFailure(kind: reason.kind, summary: reason.sentence)
    case .died(.signalled(let signal), let crash, nil): died(of: signal, crash, &recorder)
    case .died(.exited(let status), let crash, nil):
      crash.map { died(of: $0.signal, $0, &recorder) }
        ?? CellFailure(kind: .exit, summary: "The kernel's process ended itself with status \(status).")
    }
  }

  private func thrown(type: String, description: String, interrupted: Bool, places: [CodePlace]) -> CellFailure {
    let trace = tracer.trace(places)
    let summary = interrupted || description.hasPrefix(type) ? description : "\(type): \(description)"
    return CellFailure(
      kind: interrupted ? .interrupted : .thrown, summary: summary, details: tracer.excerpt(trace.lines),
      line: trace.lines.first)
  }

  private func died(of signal: Int, _ crash: CrashReport?, _ recorder: inout CellRecorder) -> CellFailure {
    let trace = tracer.trace(crash?.trace ?? [])
    let details = tracer.excerpt(trace.lines)
    let line = trace.lines.first
    if crash?.isStackOverflow == true {
      return CellFailure(
        kind: .trap, summary: "The stack overflowed; a function calls itself without end.", details: details, line: line
      )
    }
    let isLastWords = { (line: Substring) in Self.lastWords.contains { line.contains($0) } }
    if let words = recorder.takeLine(of: .stderr, where: isLastWords) {
      return CellFailure(kind: .trap, summary: Self.shorten(words), details: details, line: line)
    }
    if let reason = trace.runtimeFailure {
      return CellFailure(kind: .trap, summary: "Fatal error: \(reason)", details: details, line: line)
    }
    if [SIGILL, SIGTRAP].contains(Int32(signal)) {
      return CellFailure(kind: .trap, summary: "The cell trapped.", details: details, line: line)
    }
    let name = Self.signalNames[Int32(signal)] ?? "signal \(signal)"
    return CellFailure(kind: .signal, summary: "The kernel was ended by \(name).", details: details, line: line)
  }

  private static let lastWords = ["Fatal error", "Precondition failed", "Assertion failed", "Could not cast value"]

  private static let signalNames: [Int32: String] = [
    SIGSEGV: "SIGSEGV (bad memory access)", SIGBUS: "SIGBUS (bad memory access)", SIGABRT: "SIGABRT (abort)",
    SIGFPE: "SIGFPE (arithmetic)", SIGKILL: "SIGKILL (killed from outside, or out of memory)",
    SIGTERM: "SIGTERM", SIGHUP: "SIGHUP", SIGSYS: "SIGSYS",
  ]

  /// `Cell_3/lesson2.md:41: Fatal error: …` without the place, which the trace tells better.
  private static func shorten(_ words: String) -> String {
    guard let message = lastWords.compactMap({ words.range(of: $0) }).map(\.lowerBound).min() else { return words }
    return String(words[message...])
  }
}

extension NotebookRunner.StopReason {
  /// What the report says.
  var sentence: String {
    switch self {
    case .cellTimeout(let seconds):
      "The cell ran longer than its timeout of \(seconds.formattedSeconds) and was stopped."
    case .notebookTimeout(let seconds):
      "The run took longer than \(seconds.formattedSeconds) (--timeout) and was stopped."
    case .memory(let limit):
      "The cell was stopped because the kernel held more than \(limit.formattedBytes) (--memory-limit)."
    case .interrupted: "The run was interrupted."
    }
  }

  var kind: CellFailure.Kind {
    switch self {
    case .cellTimeout, .notebookTimeout: .timeout
    case .memory: .memory
    case .interrupted: .interrupted
    }
  }
}

extension CellFailure {
  /// The failure of a cell that does not compile, from the compiler's words.
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

  /// The failure of a cell that should have failed and did not, or did otherwise.
  static func missing(_ expected: CellOptions.Expectation, instead failure: CellFailure?, line: Int) -> CellFailure {
    let wish =
      switch expected {
      case .compileError: "not compile"
      case .thrown: "throw an error"
      case .trap: "trap"
      }
    guard let failure else {
      return CellFailure(
        kind: .missingFailure, summary: "The cell was expected to \(wish), but it ran to its end.", line: line)
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

extension Double {
  fileprivate var formattedSeconds: String { Int(exactly: self).map { "\($0) s" } ?? "\(self) s" }
}

extension Int {
  fileprivate var formattedBytes: String {
    self >= 1 << 30 ? String(format: "%.1f GB", Double(self) / Double(1 << 30)) : "\(self >> 20) MB"
  }
}
