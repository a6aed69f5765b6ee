import Foundation

/// The reason why a session ends its kernel.
package enum StopReason: Equatable, Sendable {
  case cellTimeout(seconds: Double)
  case notebookTimeout(seconds: Double)
  case memory(limit: Int)
  case processes(limit: Int)
  case interrupted
  /// Another rank of the run failed, and nothing is left to wait for.
  case otherRank(Int, reason: String)

  /// True if it stops the plan itself. A cell that exceeds a limit ends only the kernel, like a crash.
  var endsPlan: Bool {
    switch self {
    case .cellTimeout, .memory, .processes: false
    case .notebookTimeout, .interrupted, .otherRank: true
    }
  }

  /// The sentence of the report.
  package var sentence: String {
    switch self {
    case .cellTimeout(let seconds):
      "The cell ran longer than its timeout of \(seconds.formattedSeconds) and was stopped."
    case .notebookTimeout(let seconds):
      "The run took longer than \(seconds.formattedSeconds) (--timeout) and was stopped."
    case .memory(let limit):
      "The cell was stopped because the kernel held more than \(limit.formattedBytes) (--memory-limit)."
    case .processes(let limit): "The cell was stopped because it had started more than \(limit) processes."
    case .interrupted: "The run was interrupted."
    case .otherRank(let rank, let reason): "Rank \(rank) ended the run: \(reason)"
    }
  }

  var kind: CellFailure.Kind {
    switch self {
    case .cellTimeout, .notebookTimeout: .timeout
    case .memory, .processes: .memory
    case .interrupted: .interrupted
    case .otherRank: .runner
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
