import Files
import Foundation

/// A reason why a run could not start or be written; errors in a cell are its own ``CellFailure``.
package enum ExecutionError: UserFacingError, Equatable {
  case kernelNotStarted(String)
  case outputNotWritable(path: String, reason: String)
  /// No program that prints pages is installed.
  case noBrowser
  case notPrinted(page: String, reason: String)

  package var description: String {
    switch self {
    case .kernelNotStarted(let reason): "The kernel could not be started: \(reason)"
    case .outputNotWritable(let path, let reason):
      "\(path) cannot be written: \(reason). Choose another folder with -o."
    case .noBrowser:
      "No Chromium was found to print the report as PDF. Install one, for example with `sudo apt install chromium`, or leave out "
        + "`--to pdf`."
    case .notPrinted(let page, let reason):
      "The browser did not print \(page): \(reason). Open the page and print it from there."
    }
  }
}
