import Files
import Foundation

/// Why there is no documentation to show.
public enum DocumentationError: UserFacingError, Equatable {
  /// No symbol has that name; some that begin like it.
  case unknown(name: String, similar: [String])
  /// There is no index of the documentation here.
  case unavailable(reason: String)

  /// What the report shows.
  public var description: String {
    switch self {
    case .unknown(let name, let similar):
      "Nothing is named `\(name)`."
        + (similar.isEmpty ? "" : " Did you mean \(similar.map { "`\($0)`" }.joined(separator: ", "))?")
    case .unavailable(let reason): "The documentation cannot be read: \(reason)."
    }
  }
}
