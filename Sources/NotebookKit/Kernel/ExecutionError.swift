import Files
import Foundation

/// Why a run could not begin or could not be kept; what goes wrong in a cell is that cell's ``CellFailure``.
package enum ExecutionError: UserFacingError, Equatable {
  case kernelNotStarted(String)
  case outputNotWritable(path: String, reason: String)

  package var description: String {
    switch self {
    case .kernelNotStarted(let reason): "The kernel could not be started: \(reason)"
    case .outputNotWritable(let path, let reason):
      "\(path) cannot be written: \(reason). Choose another folder with -o."
    }
  }
}
