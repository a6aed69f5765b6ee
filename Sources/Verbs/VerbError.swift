import Files
import Foundation

/// Reasons why a verb cannot work with a folder; each message names the folder.
///
/// ```swift
/// do { _ = try list("notes") } catch VerbError.noFolder(let path) { print("nothing at", path) }
/// ```
public enum VerbError: UserFacingError, Equatable {
  /// There is no folder at this path.
  case noFolder(path: String)
  /// The folder for a verb's results cannot be created.
  case unusableFolder(path: String, reason: String)
  /// Several sounds would be drawn as one image.
  case onePicture(sounds: [String], picture: String)
  /// A cleaner has no image with that number, or it was removed.
  case noImage(number: Int, known: [Int])
  /// A file cannot be moved.
  case notMoved(path: String, reason: String)
}

extension VerbError {
  /// The message for users: what is wrong with which value, and what to do.
  public var description: String {
    switch self {
    case .noFolder(let path):
      "There is no folder at \(path). Check the path, or run the cell that creates it."
    case .unusableFolder(let path, let reason):
      "The folder \(path) cannot be created (\(reason)). Choose an unused path in a writable folder."
    case .noImage(let number, let known):
      "There is no image \(number). "
        + (known.isEmpty ? "All images were removed." : "There are \(known.map { "\($0)" }.joined(separator: ", ")).")
    case .notMoved(let path, let reason):
      "\(path) cannot be moved (\(reason)). Rename it, or choose a folder without a file of its name."
    case .onePicture(let sounds, let picture):
      "\(sounds.joined(separator: " and ")) would be drawn as one image, \(picture). Rename one of them, or move it "
        + "elsewhere."
    }
  }
}
