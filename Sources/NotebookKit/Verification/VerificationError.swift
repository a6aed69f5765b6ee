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
      "\(path): The notebook has no record of its outputs. Create one with `etude verify --update \(notebook)`."
    case .unreadableRecord(let path, let reason): "\(path): The record cannot be read: \(reason)."
    case .damagedRecord(let path, let reason):
      "\(path): The record is damaged: \(reason). Restore it, or record again with `etude verify --update`."
    case .foreignRecord(let path, let format):
      "\(path): The record's format is “\(format)”, but this version reads “\(OutputRecord.format)”. "
        + "Record again with `etude verify --update`."
    case .foreignFile(let path):
      "\(path): The existing file is not a record and would be overwritten. Move it."
    case .comparisonFailed(let program, let reason):
      "\(program): Images and sounds cannot be compared: \(reason). Build or install Etude again."
    }
  }
}
