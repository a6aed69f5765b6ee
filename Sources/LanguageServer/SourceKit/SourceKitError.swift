import Files
import Foundation

/// A failure of sourcekit-lsp to answer.
package enum SourceKitError: UserFacingError, Equatable {
  case missing(path: String)
  case notStarted(path: String, reason: String)
  /// It ended before it answered.
  case ended
  /// It crashed over the same request before, and the document has not changed since.
  case crashed(method: String)
  /// It ended again and again.
  case gaveUp(times: Int)

  package var description: String {
    switch self {
    case .missing(let path):
      "The Swift toolchain lacks \(path), so there is no completion of Swift. Install a toolchain that has it (https://www.swift.org/install/linux)."
    case .notStarted(let path, let reason):
      "\(path) cannot be started: \(reason). Completion of Swift needs it; make it executable."
    case .ended: "sourcekit-lsp ended before it answered. Try again."
    case .crashed(let method):
      "sourcekit-lsp crashed on a request (\(method)). The request is sent again after the code changes."
    case .gaveUp(let times):
      "sourcekit-lsp ended \(times) times without an answer. It is started again after the code changes."
    }
  }
}
