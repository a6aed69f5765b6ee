import Foundation

/// A file that could not be written.
package enum FileError: UserFacingError, Equatable {
  /// The folder for the file cannot be created.
  case folderNotMade(path: String, reason: String)
  /// The file cannot be written. An older file of that name is untouched.
  case notWritten(path: String, reason: String)

  /// The file or folder concerned.
  package var path: String {
    switch self {
    case .folderNotMade(let path, _), .notWritten(let path, _): path
    }
  }

  /// The system's reason.
  package var reason: String {
    switch self {
    case .folderNotMade(_, let reason), .notWritten(_, let reason): reason
    }
  }

  package var description: String {
    switch self {
    case .folderNotMade(let path, let reason):
      "The folder \(path) could not be created: \(reason). Choose another folder, or remove the file of that name."
    case .notWritten(let path, let reason):
      "\(path) could not be written: \(reason). An earlier file is unchanged."
    }
  }
}
