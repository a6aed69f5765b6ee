import Files
import Foundation

/// The reason why documentation cannot be shown.
///
/// ```swift
/// do { try doc("chorma") } catch let error as DocumentationError { print(error) }
/// ```
public enum DocumentationError: UserFacingError, Equatable {
  /// No symbol has that name; some that begin like it.
  case unknown(name: String, similar: [String])
  /// The index of the documentation is missing.
  case unavailable(reason: String)

  /// The message in the report.
  public var description: String {
    switch self {
    case .unknown(let name, let similar):
      "Nothing is named `\(name)`."
        + (similar.isEmpty ? "" : " Did you mean \(similar.map { "`\($0)`" }.joined(separator: ", "))?")
    case .unavailable(let reason): "The documentation cannot be read: \(reason)."
    }
  }
}
