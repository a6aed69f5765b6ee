import Files
import Foundation

/// An error in verifying or recording a notebook's outputs.
package enum VerificationError: UserFacingError, Equatable {
  case missingRecord(path: String, notebook: String)
  case unreadableRecord(path: String, reason: String)
  case damagedRecord(path: String, reason: String)
  case foreignRecord(path: String, format: String)
  case foreignFile(path: String)
  case comparisonFailed(program: String, reason: String)

  package var description: String {
    switch self {
    case .missingRecord(let path, let notebook):
      "\(path): The notebook has no record of its outputs. Make one with `etude verify --update \(notebook)`."
    case .unreadableRecord(let path, let reason): "\(path): The record cannot be read: \(reason)."
    case .damagedRecord(let path, let reason):
      "\(path): The record is damaged: \(reason). Restore it, or make it anew with `etude verify --update`."
    case .foreignRecord(let path, let format):
      "\(path): The record's format is “\(format)”, and this version reads “\(OutputRecord.format)”. "
        + "Make it anew with `etude verify --update`."
    case .foreignFile(let path):
      "\(path): The file is not of a record, and would be overwritten. Move it elsewhere."
    case .comparisonFailed(let program, let reason):
      "\(program): Pictures and sounds cannot be compared: \(reason). Build or install Etude again."
    }
  }
}
