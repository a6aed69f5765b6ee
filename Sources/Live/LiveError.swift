import Files
import Foundation

/// A preview that cannot be served.
package enum LiveError: UserFacingError, Equatable {
  case portInUse(UInt16)
  case addressNotUsable(String, reason: String)
  case notWatchable(path: String, reason: String)
  case serverEnded(reason: String)
  /// An answer to an exercise that would end its cell.
  case answerLeavesCell(line: String)
  case answerSetsOption(line: String)
  /// `make docs` has not been run.
  case noReference(path: String)

  package var description: String {
    switch self {
    case .portInUse(let port):
      "Port \(port) is in use, perhaps by another preview. Choose another with --port, or leave --port out."
    case .addressNotUsable(let address, let reason):
      "The address \(address) cannot be used: \(reason). Give an IPv4 address of this machine."
    case .notWatchable(let path, let reason):
      "The folder \(path) cannot be watched: \(reason). Close some programs that watch files, or raise fs.inotify.max_user_watches."
    case .answerLeavesCell(let line):
      "The line “\(line)” would end the cell. Start the line with something other than three backticks or tildes."
    case .answerSetsOption(let line): "The line “\(line)” would set an option of the cell. Start with code."
    case .serverEnded(let reason): "The server of the preview ended: \(reason). Start the preview again."
    case .noReference(let path):
      "The reference was not found in \(path). Run `make docs` in Etude's folder; `make install` then installs it."
    }
  }
}
