import Display
import Foundation
import KernelProtocol

/// The failure that ended a unit, in words for the reader of the report.
package struct FailureDescription {
  private let tracer: Tracer
  package init(tracer: Tracer) { self.tracer = tracer }

  /// The failure, or nil if the unit ran to its end. The runtime's last words on standard error move from the stream
  /// into the failure.
  package func failure(of end: UnitEnd, recorder: inout CellRecorder) -> CellFailure? {
    switch end {
    case .outcome(.returned, _): nil
    case .outcome(.threw(let type, let description, let interrupted, let places), _):
      thrown(type: type, description: description, interrupted: interrupted, places: places)
    case .outcome(.exited(let status), _):
      CellFailure(
        kind: .exit, summary: "The cell called exit(\(status)).",
        details: "A cell cannot end the notebook. Remove exit, or throw an error.")
    case .outcome(.notLoaded(let reason), _):
      CellFailure(
        kind: .runner, summary: "The compiled cell could not be loaded.",
        details: reason.replacing(/\S*\/lib\w+\.so:\s/, with: ""))
    case .outcome(.copyDied(let signal), let crash): died(of: signal, crash, &recorder)
    case .died(_, _, .some(let reason)): CellFailure(kind: reason.kind, summary: reason.sentence)
    case .died(.signalled(let signal), let crash, nil): died(of: signal, crash, &recorder)
    case .died(.exited(let status), let crash, nil):
      crash.map { died(of: $0.signal, $0, &recorder) }
        ?? CellFailure(kind: .exit, summary: "The kernel's process ended itself with status \(status).")
    }
  }

  /// The notebook's line in the unit's own code at which it threw or the kernel ended, regardless of the calls in
  /// between; nil if unknown.
  package func stop(of end: UnitEnd, unit: Int) -> Int? {
    switch end {
    case .outcome(.threw(_, _, _, let places), _): outermost(places, unit)?.lines.last
    case .died(_, let crash?, nil):
      // A deep trace lacks its outer end, and other threads do not begin in the unit's entry point.
      outermost(crash.trace, unit).flatMap { $0.outermost?.hasPrefix("etude_") == true ? $0.lines.last : nil }
    default: nil
    }
  }

  private func outermost(_ places: [CodePlace], _ unit: Int) -> Tracer.Trace? {
    places.last { $0.unit == unit }.map { tracer.trace([$0]) }
  }

  private func thrown(type: String, description: String, interrupted: Bool, places: [CodePlace]) -> CellFailure {
    let trace = tracer.trace(places)
    let summary = interrupted || description.hasPrefix(type) ? description : "\(type): \(description)"
    return CellFailure(
      kind: interrupted ? .interrupted : .thrown, summary: summary, details: tracer.excerpt(trace),
      line: trace.lines.first)
  }

  private func died(of signal: Int, _ crash: CrashReport?, _ recorder: inout CellRecorder) -> CellFailure {
    let trace = tracer.trace(crash?.trace ?? [])
    let details = tracer.excerpt(trace)
    let line = trace.lines.first
    if crash?.isStackOverflow == true {
      return CellFailure(
        kind: .trap, summary: "The stack overflowed; a function calls itself infinitely.", details: details, line: line
      )
    }
    if let words = crash?.words {
      recorder.take(words, from: .stderr)
      let lines = Self.shorten(words).split(separator: "\n", maxSplits: 1).map(String.init)
      let more = (lines.dropFirst() + [details]).filter { !$0.isEmpty }
      return CellFailure(
        kind: .trap, summary: lines.first ?? words, details: more.joined(separator: "\n"), line: line)
    }
    if let reason = trace.runtimeFailure {
      return CellFailure(kind: .trap, summary: "Fatal error: \(reason)", details: details, line: line)
    }
    if [SIGILL, SIGTRAP].contains(Int32(signal)) {
      return CellFailure(kind: .trap, summary: wordlessTrap(crash), details: details, line: line)
    }
    let name = Self.signalNames[Int32(signal)] ?? "signal \(signal)"
    return CellFailure(kind: .signal, summary: "The kernel was ended by \(name).", details: details, line: line)
  }

  /// The description of a trap without a message: optimised code, whose checks print nothing.
  private func wordlessTrap(_ crash: CrashReport?) -> String {
    let trap = crash.map(tracer.libraryTrap) ?? Tracer.LibraryTrap()
    let place = trap.place.map { " (in the library, \($0))" } ?? ""
    if let reason = trap.reason { return "Fatal error: \(reason)\(place)" }
    return "The code trapped without a message\(place). An index out of range, an overflow, a `!` of nil and a failed "
      + "precondition trap this way in optimised code. Check the values on this line."
  }

  private static let lastWords = [
    "Fatal error", "Precondition failed", "Assertion failed", "Could not cast value", "Fatal access conflict",
  ]

  private static let signalNames: [Int32: String] = [
    SIGSEGV: "SIGSEGV (bad memory access)", SIGBUS: "SIGBUS (bad memory access)", SIGABRT: "SIGABRT (abort)",
    SIGFPE: "SIGFPE (arithmetic)", SIGKILL: "SIGKILL (killed from outside, or out of memory)",
    SIGTERM: "SIGTERM", SIGHUP: "SIGHUP", SIGSYS: "SIGSYS",
  ]

  /// `Cell_3/lesson2.md:41: Fatal error: …` without the location, which the trace gives more precisely.
  private static func shorten(_ words: String) -> String {
    guard let message = lastWords.compactMap({ words.range(of: $0) }).map(\.lowerBound).min() else { return words }
    return String(words[message...])
  }
}
