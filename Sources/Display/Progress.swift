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

  /// A report of `completed` units out of `total`.
  public init(id: String, label: String, completed: Int, total: Int?, detail: String = "") {
    self.id = id
    self.label = label
    self.completed = completed
    self.total = total
    self.detail = detail
  }

  /// Whether the work has ended and the bar can go.
  public var isFinished: Bool { total.map { completed >= $0 } ?? false }
}

/// A progress bar that any thread can advance.
///
/// ```swift
/// let bar = ProgressBar("rendering notes", total: files.count)
/// for file in files { try render(file); bar.advance() }
/// ```
public final class ProgressBar: Sendable {
  private let report: Mutex<ProgressReport>

  /// A bar at zero, shown at once.
  public init(_ label: String, total: Int?) {
    let report = ProgressReport(id: DisplayChannel.nextIdentifier(), label: label, completed: 0, total: total)
    self.report = Mutex(report)
    DisplayChannel.send(.progress(report))
  }

  /// Adds finished units, and a remark if one is given.
  public func advance(by units: Int = 1, detail: String? = nil) {
    change { report in
      report.completed += units
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
      DisplayChannel.send(.progress($0))
    }
  }
}
