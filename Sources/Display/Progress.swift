import Synchronization

/// How far a long piece of work has come, as shown in the terminal's live line and in a running report.
public struct ProgressReport: Equatable, Sendable, Codable {
  /// The bar that this report moves, unique in a run.
  public var id: String
  /// What is being done, as in `epoch 2/5`.
  public var label: String
  /// Units of work done.
  public var completed: Int
  /// Units of work in all, or nil while nobody knows.
  public var total: Int?
  /// A short remark beside the bar, as in `loss 0.31`.
  public var detail: String
  /// How many seconds the rest will take, at the pace so far; nil while nobody knows.
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

  /// The remark and the time left, as in `loss 0.31, 1:05 left`.
  public var remark: String {
    let time = secondsLeft.map { seconds in
      let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
      func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      if hours > 0 { return "\(hours):\(padded(minutes)):\(padded(rest)) left" }
      return minutes > 0 ? "\(minutes):\(padded(rest)) left" : "\(rest) s left"
    }
    return [detail, time ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// Whether the work has ended and the bar can go.
  public var isFinished: Bool { total.map { completed >= $0 } ?? false }
}

/// A progress bar that any thread can advance, with an estimate of the time left.
///
/// ```swift
/// let bar = ProgressBar("rendering notes", total: files.count)
/// for file in files { try render(file); bar.advance() }
/// ```
public final class ProgressBar: Sendable {
  private let report: Mutex<ProgressReport>
  private let start: ContinuousClock.Instant
  /// Units that were done before the bar began, which say nothing about its pace.
  private let doneBefore: Int

  /// A bar, shown at once.
  ///
  /// - Parameter completed: units done already, as by a run that continues where another was killed.
  public init(_ label: String, total: Int?, completed: Int = 0) {
    let report = ProgressReport(
      id: DisplayChannel.nextIdentifier(), label: label, completed: completed, total: total)
    self.report = Mutex(report)
    start = .now
    doneBefore = completed
    DisplayChannel.send(.progress(report))
  }

  /// Adds finished units, and a remark or another label if one is given.
  public func advance(by units: Int = 1, label: String? = nil, detail: String? = nil) {
    change { report in
      let (sum, overflows) = report.completed.addingReportingOverflow(units)
      report.completed = overflows ? (units > 0 ? .max : .min) : sum
      if let label { report.label = label }
      if let detail { report.detail = detail }
    }
  }

  /// Ends the bar, whatever was left to do.
  public func finish() {
    change { report in
      report.total = report.total ?? report.completed
      report.completed = report.total ?? report.completed
    }
  }

  /// Reports leave under the lock, so that a bar never goes back.
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
