import Foundation

/// A ZIP archive that cannot be read or written.
package enum ArchiveError: UserFacingError, Equatable {
  /// The bytes are not a ZIP archive, or a damaged one.
  case damaged(reason: String)
  /// The members are larger than the limit that the caller set.
  case tooLarge(limit: Int)
  /// libzip could not make the archive.
  case notMade(reason: String)

  /// Part of a sentence, as in `its archive is damaged (Not a zip archive)`.
  package var reason: String {
    switch self {
    case .damaged(let reason): "its archive is damaged (\(reason))"
    case .tooLarge(let limit): "its archive has more than \(limit) bytes"
    case .notMade(let reason): "its archive could not be written (\(reason))"
    }
  }

  package var description: String {
    switch self {
    case .damaged: "The file cannot be read: \(reason). Fetch or save it again."
    case .tooLarge: "The file cannot be read: \(reason). It may be damaged; fetch or save it again."
    case .notMade: "The file cannot be written: \(reason). Free some memory and try again."
    }
  }
}
