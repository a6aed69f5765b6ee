import Foundation
import Synchronization

/// The largest error of each fixture or group of fixtures; `ETUDE_ERROR_TABLE=path` writes them as a Markdown table.
///
/// ```
/// ETUDE_ERROR_TABLE=errors.md swift test -c release --skip-build --disable-xctest --filter SignalTests
/// ```
public enum ErrorTable {
  private static let path = ProcessInfo.processInfo.environment["ETUDE_ERROR_TABLE"]
  private static let errors = Mutex<[String: Double]>([:])

  /// Keeps `error` if it is the largest so far under `name`.
  public static func add(_ name: String, _ error: Double) {
    guard let path else { return }
    errors.withLock { errors in
      errors[name] = max(errors[name] ?? 0, error)
      do {
        try Data(text(of: errors).utf8).write(to: URL(filePath: path))
      } catch {
        fatalError("ETUDE_ERROR_TABLE=\(path) cannot be written: \(error)")
      }
    }
  }

  /// Rows in the order of their names.
  package static func text(of errors: [String: Double]) -> String {
    (["| fixture | largest error |", "|---|---|"]
      + errors.sorted { $0.key < $1.key }.map { "| \($0.key) | \($0.value) |" })
      .joined(separator: "\n") + "\n"
  }
}
