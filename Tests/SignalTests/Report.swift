import Foundation
import Synchronization

/// Gathers the largest error of each group of fixtures; `ETUDE_ERROR_TABLE=path` writes them as a table.
enum Report {
  private static let errors = Mutex<[String: Float]>([:])

  static func add(_ group: String, _ error: Float) {
    guard let path = ProcessInfo.processInfo.environment["ETUDE_ERROR_TABLE"] else { return }
    errors.withLock { errors in
      errors[group] = max(errors[group] ?? 0, error)
      let lines = errors.sorted { $0.key < $1.key }.map { "| \($0.key) | \($0.value) |" }
      try? lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
  }
}
