import Synchronization

/// The progress of a long task, as shown in the terminal's live line and in a running report.
public struct ProgressReport: Equatable, Sendable, Codable {
  /// The bar that this report moves, unique in a run.
  public var id: String
  /// A label of the current work, as in `epoch 2/5`.
  public var label: String
  /// Units of work done.
  public var completed: Int
  /// Total units of work; nil if unknown.
  public var total: Int?
  /// A short note beside the bar, as in `loss 0.31`.
  public var detail: String
  /// Estimated seconds left at the pace so far; nil if unknown.
  public var secondsLeft: Int?

  /// A report of `completed` units out of `total`.
  public init(
    id: String, label: String, completed: Int, total: Int?, detail: String = "", secondsLeft: Int? = nil
  ) {
    self.id = id
    self.label = label
    self.completed = completed
    self.total = total
    self.detail = detail
    self.secondsLeft = secondsLeft
  }

  /// The note and the time left, as in `loss 0.31, 1:05 left`.
  public var remark: String {
    let time = secondsLeft.map { seconds in
      let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
      func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      if hours > 0 { return "\(hours):\(padded(minutes)):\(padded(rest)) left" }
      return minutes > 0 ? "\(minutes):\(padded(rest)) left" : "\(rest) s left"
    }
    return [detail, time ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// True if the work has ended and the bar can disappear.
  public var isFinished: Bool { total.map { completed >= $0 } ?? false }
}

/// A progress bar that any thread can advance, with an estimate of the time left.
///
/// ```swift
/// let bar = ProgressBar("rendering notes", total: files.count)
/// for file in files { play(try load(file)); bar.advance() }
/// ```
public final class ProgressBar: Sendable {
  private let report: Mutex<ProgressReport>
  private let start: ContinuousClock.Instant
  /// Units that were done before the bar began, which say nothing about its pace.
  private let doneBefore: Int

  /// Creates a bar and shows it.
  ///
  /// - Parameter completed: units done already, for example by an earlier run that was killed.
  public init(_ label: String, total: Int?, completed: Int = 0) {
    let report = ProgressReport(
      id: DisplayChannel.nextIdentifier(), label: label, completed: completed, total: total)
    self.report = Mutex(report)
    start = .now
    doneBefore = completed
    DisplayChannel.send(.progress(report))
  }

  /// Adds finished units, and sets a note or another label.
  public func advance(by units: Int = 1, label: String? = nil, detail: String? = nil) {
    change { report in
      let (sum, overflows) = report.completed.addingReportingOverflow(units)
      report.completed = overflows ? (units > 0 ? .max : .min) : sum
      if let label { report.label = label }
      if let detail { report.detail = detail }
    }
  }

  /// Ends the bar, even if work is left.
  public func finish() {
    change { report in
      report.total = report.total ?? report.completed
      report.completed = report.total ?? report.completed
    }
  }

  /// Events are sent under the lock, so a bar never goes backwards.
  private func change(_ edit: (inout ProgressReport) -> Void) {
    report.withLock {
      edit(&$0)
      $0.secondsLeft = secondsLeft($0)
      DisplayChannel.send(.progress($0))
    }
  }

  private func secondsLeft(_ report: ProgressReport) -> Int? {
    let done = Double(report.completed) - Double(doneBefore)
    guard let total = report.total, done > 0, report.completed < total else { return nil }
    let elapsed = start.duration(to: .now) / Duration.seconds(1)
    return Int(exactly: (elapsed / done * (Double(total) - Double(report.completed))).rounded(.up))
  }
}
