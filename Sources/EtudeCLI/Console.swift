import Foundation
import NotebookKit
import Synchronization

/// The terminal as a front of a session: a live line for the cell running, and a plain line for each that has ended.
///
/// Without a terminal only the plain lines are written.
final class Console: SessionFront {
  private struct State {
    var cellCount = 0
    var current = ""
    var progress = ""
    var began = ContinuousClock.now
    var isLineShown = false
    var warningCount = 0
  }

  private let notebook: String
  private let announcesCells: Bool
  private let isTerminal: Bool
  private let state = Mutex(State())

  /// - Parameter announcesCells: True if each successful cell gets a line.
  init(
    notebook: String, announcesCells: Bool = true,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.notebook = notebook
    self.announcesCells = announcesCells
    // A terminal named dumb, or without a name, supports no escape sequences.
    isTerminal = isatty(STDERR_FILENO) == 1 && !["dumb", ""].contains(environment["TERM"] ?? "")
    guard isTerminal else { return }
    Thread.detachNewThread { [weak self] in
      while let self {
        self.redraw()
        usleep(100_000)
      }
    }
  }

  func observe(_ event: SessionEvent, report: Report) {
    switch event {
    case .started(let count): state.withLock { $0.cellCount = count }
    case .cellBegan(let index, let line): cellBegan(index, line)
    case .cellBeganAgain(let index, let line): cellBegan(index, line, remark: " again")
    case .recovered(let recovery): recovered(recovery)
    case .progress(let label, let completed, let total, let detail):
      let amount = total.map { "\(completed)/\($0)" } ?? "\(completed)"
      state.withLock { $0.progress = [label, amount, detail].filter { !$0.isEmpty }.joined(separator: " ") }
    case .cellEnded(let index, let line, let record):
      cellEnded(index, line, record)
      if announcesCells, let cell = report.notebook.cells.first(where: { $0.index == index }) {
        warn(OutputReview.warnings(about: cell, record, file: report.notebook.file.lastPathComponent))
      }
    case .inlineValueFailed(let line, let failure):
      clear()
      printError("\(notebook):\(line): the inline value failed\(description(of: failure))")
    case .outputsChanged, .inlineValueEnded, .ended, .abandoned: break
    }
  }

  private func cellBegan(_ index: Int, _ line: Int, remark: String = "") {
    state.withLock {
      $0.current = "cell \(index + 1)/\($0.cellCount)\(remark), line \(line)"
      $0.progress = ""
      $0.began = .now
    }
  }

  private func recovered(_ recovery: Recovery) {
    clear()
    state.withLock { $0.current = "" }
    let cells = recovery.cells
    let text =
      cells.isEmpty
      ? "the run continues in a fresh one"
      : "\(Recovery.list(cells, isFirst: false)) \(cells.count == 1 ? "was" : "were") run again in a fresh one"
    printError("\(notebook):\(recovery.line): the kernel ended; \(text)" + String(format: " %.2f s", recovery.seconds))
  }

  private func cellEnded(_ index: Int, _ line: Int, _ record: CellRecord) {
    clear()
    state.withLock { $0.current = "" }
    guard announcesCells || record.status == .failed else { return }
    let count = state.withLock { $0.cellCount }
    let time = record.duration.map { String(format: " %.2f s", $0) } ?? ""
    var text = "\(notebook):\(line): cell \(index + 1)/\(count)"
    switch record.status {
    case .failed:
      text += " failed\(time)"
      if case .failure(let failure)? = record.outputs.last { text += description(of: failure) }
    default: text += time
    }
    printError(text)
  }

  private func warn(_ warnings: [NotebookWarning]) {
    state.withLock { $0.warningCount += warnings.count }
    for warning in warnings { printError("\(warning)".withoutControlCharacters) }
  }

  /// True if a cell shows less than it asks for, as was said.
  var hasWarned: Bool { state.withLock { $0.warningCount > 0 } }

  private func description(of failure: CellFailure) -> String {
    let lines = [failure.summary] + failure.details.split(separator: "\n").map(String.init)
    return lines.map { "\n  " + $0.withoutControlCharacters }.joined()
  }

  /// Shows the outcome of the run and the paths of the report in its formats.
  func finish(_ summary: RunSummary, reports: [URL]) {
    clear()
    var parts = [summary.succeeded == 1 ? "1 cell succeeded" : "\(summary.succeeded) cells succeeded"]
    if !summary.failed.isEmpty { parts.append("\(summary.failed.count) failed") }
    if summary.allowed > 0 { parts.append("\(summary.allowed) failed as `error: true` allows") }
    if summary.skipped > 0 { parts.append("\(summary.skipped) skipped") }
    if summary.notRun > 0 { parts.append("\(summary.notRun) did not run") }
    printError("\(notebook): \(parts.joined(separator: ", "))")
    let paths = reports.map(\.relativePath)
    if !StandardStreams.write(paths.map { $0 + "\n" }.joined(), to: STDOUT_FILENO) {
      printError("Standard output cannot be written; the report is \(paths.joined(separator: ", "))")
    }
  }

  // MARK: - Content that is generated before the cells

  /// Shows that work has started.
  func begin(_ work: String, line: Int, what: String) {
    state.withLock {
      $0.current = work
      $0.progress = ""
      $0.began = .now
    }
    if !isTerminal { printError("\(notebook):\(line): building \(what)") }
  }

  func advance(_ progress: String) { state.withLock { $0.progress = progress } }

  func end(line: Int, what: String, seconds: Double) {
    state.withLock { $0.current = "" }
    note("\(notebook):\(line): built \(what)" + String(format: " %.2f s", seconds))
  }

  /// Writes a plain line that stays.
  func note(_ text: String) {
    clear()
    printError(text)
  }

  // MARK: - The live line

  private func redraw() {
    state.withLock { state in
      guard !state.current.isEmpty else { return }
      let elapsed = Double((ContinuousClock.now - state.began).components.seconds)
      var size = winsize()
      let width = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
      let text = "\(state.current)  \(Int(elapsed)) s  \(state.progress)".withoutControlCharacters
      StandardStreams.write("\r\u{1B}[2K\(text.prefix(width - 1))", to: STDERR_FILENO)
      state.isLineShown = true
    }
  }

  /// Takes the live line away.
  func clear() {
    state.withLock { state in
      guard state.isLineShown else { return }
      StandardStreams.write("\r\u{1B}[2K", to: STDERR_FILENO)
      state.isLineShown = false
    }
  }
}

extension String {
  /// The text with U+FFFD for control characters that could move a terminal's cursor or change its colours; tabs stay.
  var withoutControlCharacters: String {
    let scalars = unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control && scalar != "\t" ? "\u{FFFD}" : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
